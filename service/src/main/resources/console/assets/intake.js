// Gets an image from a sample, a file, the clipboard, or a drop.
import { element } from './element.js';

const SAMPLES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** Whether the samples show what a model knows: another one's answers to them would say nothing. */
const known = labels => SAMPLES.every(name => labels.includes(name));

/** Calls take(blob, name) with each image, and fail(title, detail) for what is not one; offers the samples to models that know them. */
export function intake(take, fail) {
  const buttons = SAMPLES.map(name => sample(name, take));
  const samples = document.getElementById('samples');
  samples.append(...buttons.map(button => element('li', {}, button)));

  const file = document.getElementById('file');
  file.addEventListener('change', () => {
    if (file.files.length > 0) takeFile(file.files[0]);
    file.value = ''; // the same file may be chosen again
  });
  document.addEventListener('paste', event => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0) takeFile(pasted[0]);
  });
  drops();
  return { offer: labels => { samples.hidden = !known(labels); } };

  function takeFile(chosen) {
    mark(null);
    take(chosen, chosen.name || 'Pasted image');
  }

  function sample(name, use) {
    const button = element('button', { type: 'button', 'aria-pressed': 'false', title: name },
      element('img', { src: `samples/${name}.png`, alt: `Sample: ${name}`, width: 40, height: 40 }));
    button.addEventListener('click', async () => {
      mark(button);
      try {
        const response = await fetch(`samples/${name}.png`);
        use(await response.blob(), `Sample: ${name}`);
      } catch {
        fail('No answer', 'The sample cannot be loaded. Is the service still running?');
      }
    });
    return button;
  }

  function mark(chosen) {
    buttons.forEach(button => button.setAttribute('aria-pressed', String(button === chosen)));
  }

  function drops() {
    const hint = document.getElementById('drop-hint');
    const show = shown => event => {
      event.preventDefault();
      hint.hidden = !shown;
    };
    document.addEventListener('dragover', show(true));
    document.addEventListener('dragleave', event => {
      if (event.relatedTarget === null) hint.hidden = true;
    });
    document.addEventListener('drop', event => {
      show(false)(event);
      const dropped = event.dataTransfer?.files ?? [];
      if (dropped.length > 0) takeFile(dropped[0]);
      else fail('Not a file', 'Drop an image file; this was text or a link.');
    });
  }
}
