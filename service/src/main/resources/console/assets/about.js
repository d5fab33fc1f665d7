// What the chosen model knows and sees, before anybody asks it.
import { element } from './element.js';

/** Names that fit into a line; the others are folded away. */
const FEW = 12;

export function about(place, { labels, preprocess }, takesImages) {
  if (!takesImages) {
    place.replaceChildren(element('p', { class: 'muted' }, 'This model takes tensors only; its card is below.'));
    return;
  }
  const { width, height, fit } = preprocess;
  const sees = `It sees images as ${width}x${height} pixels${{ STRETCH: ', stretched', PAD: ', padded' }[fit] ?? ', the centre cut out'}.`;
  const names = labels.join(', ');
  place.replaceChildren(labels.length <= FEW
    ? element('p', { class: 'muted' }, `The model knows ${labels.length} classes: ${names}. ${sees}`)
    : element('details', { class: 'why' },
      element('summary', {}, `The model knows ${labels.length.toLocaleString('en')} classes. ${sees}`),
      element('p', { class: 'classes' }, names)));
}
