// What is known of a model: one row a fact, one column a variant.
import { element, meaning, tone } from './element.js';

const whole = new Intl.NumberFormat('en');

/** [name, how to say it for a variant]; a row that no variant can fill is left out. */
const FACTS = [
  ['Accuracy', ({ provenance: p }) => p && p.testImages > 0
    ? `${(100 * p.testAccuracy).toFixed(2)} % top-1 of ${whole.format(p.testImages)} test images` : null],
  ['Nodes', ({ size }) => size ? `${whole.format(size.nodes)}, before ONNX Runtime optimizes` : null],
  ['Parameters', ({ size }) => size ? whole.format(size.parameters) : null],
  ['Bytes', ({ size }) => size ? whole.format(size.bytes) : null],
  ['Certificate', ({ certificate: c }) => c ? certificate(c) : null],
  ['Trained', ({ provenance: p }) => p
    ? `${p.architecture}, attention ${p.attention}, mode ${p.mode}, ${p.epochs} epochs on ${p.data}, seed ${p.seed}` : null],
  ['Started from', ({ provenance: p }) => p?.from ?? null],
  ['Folded', ({ provenance: p }) => p?.fold ?? null],
  ['Software', ({ provenance: p }) => p?.versions ?? null],
  ['Runs on', ({ provider }) => provider],
  ['File', ({ file }) => file ?? null],
  ['SHA-256', ({ sha256 }) => sha256 ? element('code', {}, sha256) : null],
];

function certificate({ verdict, images, largestError, tolerance, tool, date, original, loss }) {
  return element('div', {},
    element('strong', {}, verdict),
    loss ? `: ${loss}. Folding changed nothing more on ` : ' to the net before folding on ',
    `${whole.format(images)} images: largest error ${power(largestError)} of the largest value, ${power(tolerance)} allowed. `
      + `${tool}, ${date.slice(0, 10)}; original `,
    element('code', {}, original));
}

/** Two digits are enough to see how far below the bound it is. */
function power(value) {
  const [digits, exponent] = value.toExponential(1).split('e');
  return `${digits}e${Number(exponent)}`;
}

export function modelCard(place, model, variants) {
  const rows = FACTS
    .map(([name, say]) => [name, variants.map(say)])
    .filter(([, values]) => values.some(value => value !== null))
    .map(([name, values]) => element('tr', {}, element('th', { scope: 'row' }, name),
      ...values.map(value => element('td', {}, value ?? '-'))));
  place.replaceChildren(
    element('p', { class: 'muted' }, describe(model)),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Facts of each variant' },
      element('table', { class: 'facts' },
        element('caption', { class: 'unseen' }, `Facts of each variant of ${model.name}`),
        element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Fact'),
          ...variants.map((variant, i) => element('th', { scope: 'col', class: tone(i, variants.length) },
            element('span', { class: 'name' }, variant.name), ' ', meaning(variant.name))))),
        element('tbody', {}, ...rows))),
    ...variants.filter(({ stripes }) => stripes).map(stripesOf));
}

/** The narrower the colours of a column differ, the nearer this attention is to a constant. */
function stripesOf({ name, stripes }) {
  return element('figure', { class: 'stripes' },
    element('img', { src: stripes, alt: `Attention values of ${name}: a row an image, a column a channel` }),
    element('figcaption', { class: 'muted' }, `Attention values of ${name}: a row is an image, a column a channel, a block a layer from first to last; `
      + 'blue 0, yellow the highest. A column of one colour is a channel whose attention hardly looks at the image.'));
}

function describe({ name, version, labels, preprocess }) {
  const input = preprocess ? `, ${preprocess.width}x${preprocess.height} pixels` : '';
  const classes = labels ? `, ${labels.length} classes` : '';
  return `${name}, version ${version}${classes}${input}`;
}
