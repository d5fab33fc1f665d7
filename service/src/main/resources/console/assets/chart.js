// Lines over the last two minutes: p50 drawn through, p99 dashed, one colour a variant. The scale is logarithmic: one slow
// request in a hundred would otherwise press both variants flat to the ground.
import { drawing } from './element.js';

const HEIGHT = 240;
const LEFT = 66;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

/** lines: [{name, tone, points}] */
export function chart(place, lines, now, spanMillis) {
  const width = Math.max(place.clientWidth, 240);
  const marks = scale(lines.flatMap(line => line.points).filter(p => p.time >= now - spanMillis && p.p50 !== null));
  const low = Math.log(marks[0]);
  const high = Math.log(marks.at(-1));
  const x = time => LEFT + (width - LEFT - RIGHT) * (1 - (now - time) / spanMillis);
  const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (high - Math.log(Math.max(value, marks[0]))) / (high - low);
  const empty = lines.every(line => line.points.every(p => p.p50 === null));

  place.replaceChildren(drawing('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img', 'aria-label': describe(lines) },
    ...marks.flatMap(gridLine),
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

/** 1, 2 and 5 times powers of ten, from just below the lowest p50 to just above the highest p99; two at least. */
function scale(points) {
  const all = [-2, -1, 0, 1, 2, 3, 4].flatMap(power => [1, 2, 5].map(step => step * 10 ** power));
  const lowest = Math.min(...points.map(p => p.p50), points.length === 0 ? 0.5 : Infinity);
  const highest = Math.max(...points.map(p => p.p99), points.length === 0 ? 5 : 0);
  const from = Math.max(all.findLastIndex(mark => mark <= lowest), 0);
  const found = all.findIndex(mark => mark >= highest && mark > all[from]);
  return all.slice(from, found < 0 ? undefined : found + 1);
}

function describe(lines) {
  const now = lines.map(({ name, points }) => {
    const p = points.at(-1);
    return p === undefined || p.p50 === null ? `${name}: no requests now`
      : `${name}: p50 ${p.p50.toFixed(2)} ms, p99 ${p.p99.toFixed(2)} ms`;
  });
  return `Latency over the last two minutes. ${now.join('; ')}. The table below has the numbers.`;
}
