// Quantiles from the difference of two looks at cumulative histograms.

/**
 * Milliseconds below which a share q of the requests between two looks stayed, spread evenly inside a bucket as Prometheus does;
 * null if there were none. counts are cumulative, one a bound; what is above the last bound counts as the last bound.
 */
export function quantile(q, boundsSeconds, before, after) {
  const count = after.count - (before?.count ?? 0);
  if (count <= 0) return null;
  const rank = q * count;
  let below = 0;
  for (let i = 0; i < boundsSeconds.length; i++) {
    const within = after.counts[i] - (before?.counts[i] ?? 0);
    if (within >= rank) {
      const low = i === 0 ? 0 : boundsSeconds[i - 1];
      const share = within === below ? 1 : (rank - below) / (within - below);
      return 1000 * (low + (boundsSeconds[i] - low) * share);
    }
    below = within;
  }
  return 1000 * boundsSeconds[boundsSeconds.length - 1];
}

/** Looks of the last minutes: add(time, answer), and between two of them the numbers of a series. */
export function history(keepMillis, windowMillis) {
  let looks = [];
  return {
    clear: () => { looks = []; },
    add(time, { boundsSeconds, series }) {
      looks.push({ time, boundsSeconds, series: new Map(series.map(s => [`${s.model} ${s.variant} ${s.part}`, s])) });
      looks = looks.filter(look => look.time >= time - keepMillis - windowMillis);
    },
    /** One point a look that has an earlier one: {time, p50, p90, p99, perSecond}; quantiles are null without requests. */
    points: key => looks.slice(1).map((look, i) => point(look, earlier(i + 1), key)),
  };

  function earlier(index) {
    const from = looks[index].time - windowMillis;
    const found = looks.findIndex(look => look.time >= from);
    return looks[Math.min(found, index - 1)];
  }

  function point(look, base, key) {
    const after = look.series.get(key);
    const before = base.series.get(key);
    // a service that started again counts from 0
    const usable = after !== undefined && before !== undefined && after.count >= before.count;
    const at = q => usable ? quantile(q, look.boundsSeconds, before, after) : null;
    const perSecond = usable ? (after.count - before.count) / ((look.time - base.time) / 1000) : 0;
    return { time: look.time, p50: at(0.5), p90: at(0.9), p99: at(0.99), perSecond };
  }
}
