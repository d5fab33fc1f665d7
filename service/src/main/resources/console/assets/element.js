// Builds elements. Text goes in as text, never as markup: labels and messages come from files that others wrote.

const SVG = 'http://www.w3.org/2000/svg';

/** element('p', {class: 'muted'}, 'text', child) */
export function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function drawing(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('--')) node.style.setProperty(key, value);
    else node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

/** How a variant is coloured: the default one stands right. */
export function tone(index, count) {
  if (count > 2) return 'tone-other';
  return index === count - 1 ? 'tone-right' : 'tone-left';
}

/** What a variant is, in a few words; empty for one that is not of ours. */
export function meaning(variant) {
  return { attention: 'as trained', reparam: 'attention folded away' }[variant] ?? '';
}

export const millis = value => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;

export const percent = share => `${(100 * share).toFixed(1)} %`;
