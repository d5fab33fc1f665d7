// Lines over the last two minutes: p50 drawn through, p99 dashed, one colour a variant.
import { drawing } from './element.js';

const HEIGHT = 240;
const LEFT = 66;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

/** lines: [{name, tone, points}] */
export function chart(place, lines, now, spanMillis) {
  const width = Math.max(place.clientWidth, 240);
  const top = ceiling(Math.max(...lines.flatMap(line => line.points.map(p => p.p99 ?? 0)), 0.5));
  const x = time => LEFT + (width - LEFT - RIGHT) * (1 - (now - time) / spanMillis);
  const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const empty = lines.every(line => line.points.every(p => p.p50 === null));

  place.replaceChildren(drawing('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': describe(lines) },
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(share => gridLine(share * top)),
    ...(width < 480 ? [120, 60, 0] : [120, 90, 60, 30, 0]).map(ago => drawing('text', {
      x: x(now - 1000 * ago), y: HEIGHT - 6, 'text-anchor': ago === 0 ? 'end' : ago === 120 ? 'start' : 'middle',
    }, ago === 0 ? 'now' : `${ago} s ago`)),
    ...lines.flatMap(line => ['p50', 'p99'].flatMap(q => stroke(line, q))),
    empty ? drawing('text', { class: 'nothing', x: (width + LEFT) / 2, y: HEIGHT / 2, 'text-anchor': 'middle' },
      'No requests in the last two minutes') : null));

  function gridLine(value) {
    return [
      drawing('line', { class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
      drawing('text', { x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, `${Number(value.toPrecision(3))} ms`),
    ];
  }

  function stroke({ tone, points }, q) {
    const seen = points.filter(p => p.time >= now - spanMillis);
    let path = '';
    let joined = false;
    seen.forEach(p => {
      if (p[q] !== null) path += `${joined ? 'L' : 'M'}${x(p.time).toFixed(1)} ${y(p[q]).toFixed(1)}`;
      joined = p[q] !== null;
    });
    const last = seen.at(-1);
    return [
      drawing('path', { class: `${tone} ${q}`, d: path || 'M0 0' }),
      ...(q === 'p50' && last !== undefined && last[q] !== null
        ? [drawing('circle', { class: tone, cx: x(last.time), cy: y(last[q]), r: 4 })] : []),
    ];
  }
}

/** The next number above that reads well in quarters. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.6, 2, 3, 4, 6, 8, 10].map(step => step * power).find(step => step >= value);
}

function describe(lines) {
  const now = lines.map(({ name, points }) => {
    const p = points.at(-1);
    return p === undefined || p.p50 === null ? `${name}: no requests now`
      : `${name}: p50 ${p.p50.toFixed(2)} ms, p99 ${p.p99.toFixed(2)} ms`;
  });
  return `Latency over the last two minutes. ${now.join('; ')}. The table below has the numbers.`;
}
