// One variant's answer: labels with bars, and where the time went.
import { element, meaning, millis, percent } from './element.js';

/** Steps of a request in their order: [key of the answer, name for people, name in metrics]. */
export const STAGES = [
  ['decodeMicros', 'decode', 'decode'],
  ['preprocessMicros', 'preprocess', 'preprocess'],
  ['queueMicros', 'queue', 'queue'],
  ['inferMicros', 'net', 'infer'],
  ['postprocessMicros', 'rank', 'postprocess'],
];

export function totalMillis(timings) {
  return STAGES.reduce((sum, [key]) => sum + timings[key], 0) / 1000;
}

export function answerCard(variant, tone) {
  const body = element('div', {}, waiting());
  const card = element('article', { class: `answer ${tone}`, 'data-variant': variant, 'aria-label': variant },
    element('h3', {}, element('span', { class: 'name' }, variant), ' ',
      element('span', { class: 'muted' }, meaning(variant))),
    body);
  return {
    card,
    clear: () => body.replaceChildren(waiting()),
    /** longest: milliseconds that the whole width of the time bar stands for */
    show: (predictions, timings, longest, runs) => body.replaceChildren(
      element('p', { class: 'best' }, `${predictions[0].label} ${percent(predictions[0].probability)}`),
      element('ol', { class: 'ranks' }, ...predictions.map(rank)),
      time(timings, longest, runs)),
  };
}

function waiting() {
  return element('p', { class: 'best waiting' }, 'waits for an image');
}

function rank({ label, probability }) {
  return element('li', {},
    element('span', { class: 'label', title: label }, label),
    element('span', { class: 'track', 'aria-hidden': 'true' },
      element('span', { class: 'fill', '--share': probability })),
    element('span', { class: 'value' }, percent(probability)));
}

function time(timings, longest, runs) {
  const total = totalMillis(timings);
  return element('div', { class: 'time' },
    element('p', { class: 'time-head' },
      element('span', {}, `Time in the service${runs > 1 ? `, median of ${runs}` : ''}`),
      element('strong', {}, millis(total))),
    element('div', { class: 'parts', 'aria-hidden': 'true' }, ...STAGES.map(([key, , stage]) =>
      element('span', { class: stage, '--share': timings[key] / 1000 / longest }))),
    element('dl', { class: 'legend' }, ...STAGES.map(([key, name, stage]) =>
      element('div', { class: stage }, element('dt', {}, name), element('dd', {}, millis(timings[key] / 1000))))));
}
