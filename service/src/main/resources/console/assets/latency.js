// The live part: looks at the histograms once a second while the page is seen, and sends load on demand.
import { chart } from './chart.js';
import { element, meaning, millis, tone } from './element.js';
import { history } from './histogram.js';
import { Problem, classify, latency } from './service.js';

const SPAN = 120_000;
const WINDOW = 5_000;
const EVERY = 1_000;
const LOAD = 500;

export function livePart() {
  const place = document.getElementById('chart');
  const rows = document.querySelector('#latency-table tbody');
  const button = document.getElementById('load');
  const state = document.getElementById('load-state');
  const looks = history(SPAN, WINDOW);
  let shown = { model: '', variants: [] };
  let image = null;
  let load = null;
  let unreachable = false;

  document.querySelectorAll('input[name=part]').forEach(input => input.addEventListener('change', draw));
  new ResizeObserver(draw).observe(place);
  button.addEventListener('click', () => load === null ? send() : load.abort());
  look();

  return {
    show(model, variants) {
      load?.abort();
      shown = { model, variants };
      draw();
    },
    /** The image that load is made of; null for none. */
    image(blob) {
      image = blob;
      button.disabled = blob === null && load === null;
    },
  };

  async function look() {
    if (!document.hidden) {
      try {
        looks.add(Date.now(), await latency());
        if (unreachable) state.textContent = '';
        unreachable = false;
      } catch {
        unreachable = true;
        state.textContent = 'The service does not tell its latency at the moment.';
      }
      draw();
    }
    setTimeout(look, EVERY);
  }

  function draw() {
    const part = document.querySelector('input[name=part]:checked').value;
    const { model, variants } = shown;
    const lines = variants.map((name, i) => (
      { name, tone: tone(i, variants.length), points: looks.points(`${model} ${name} ${part}`) }));
    chart(place, lines, Date.now(), SPAN);
    rows.replaceChildren(...lines.map(row));
  }

  function row({ name, tone: colour, points }) {
    const now = points.at(-1) ?? { p50: null, p90: null, p99: null, perSecond: 0 };
    const cell = value => element('td', {}, value === null ? '-' : millis(value));
    return element('tr', { class: colour, 'data-variant': name },
      element('th', { scope: 'row' }, element('span', { class: 'name' }, name), ' ',
        element('span', { class: 'muted' }, meaning(name))),
      cell(now.p50), cell(now.p90), cell(now.p99), element('td', {}, now.perSecond.toFixed(1)));
  }

  async function send() {
    const { model, variants } = shown;
    const body = image;
    load = new AbortController();
    button.textContent = 'Stop';
    try {
      for (let sent = 0; sent < LOAD; sent++) {
        if (sent % 50 === 0) state.textContent = `Sent ${sent} of ${LOAD} to each, one at a time, turn about`;
        for (const variant of variants) await classify(body, model, variant, load.signal);
      }
      state.textContent = `Sent ${LOAD} to each`;
    } catch (e) {
      state.textContent = e instanceof Problem ? `${e.title}: ${e.message}` : 'Stopped';
    }
    load = null;
    button.textContent = `Send the image ${LOAD} times to each`;
    button.disabled = image === null;
  }
}
