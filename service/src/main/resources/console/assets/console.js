// The page: an image comes in, every variant of the model answers, the rest is told beside it.
import { about } from './about.js';
import { modelCard } from './card.js';
import { comparison } from './compare.js';
import { element } from './element.js';
import { intake } from './intake.js';
import { livePart } from './latency.js';
import { Problem, models } from './service.js';

const picture = document.getElementById('picture');
const caption = document.getElementById('caption');
const verdict = document.getElementById('verdict');
const problem = document.getElementById('problem');
const choice = document.getElementById('model');
const compare = comparison(document.getElementById('stage'));
const live = livePart();
let model = null;
let current = null;

picture.addEventListener('load', () => {
  picture.classList.toggle('small', picture.naturalWidth < 200);
  seen(true);
});
picture.addEventListener('error', () => seen(false));
const images = intake(take, fail);
start();

async function start() {
  try {
    const served = await models();
    if (served.models.length === 0) {
      fail('No model', 'The service has no model that answers. /actuator/health on the management port says why.');
      return;
    }
    // what takes tensors only cannot be asked here, but its card can be read
    served.models.forEach((each, i) => choice.append(element('option', { value: i },
      `${each.name} ${each.version}${takesImages(each) ? '' : ', tensors only'}`)));
    document.getElementById('model-choice').hidden = served.models.length < 2;
    const first = served.models.findLastIndex(({ name }) => name === served.defaultModel);
    choice.value = String(Math.max(first >= 0 ? first : served.models.findIndex(takesImages), 0));
    choice.addEventListener('change', () => use(served.models[choice.value]));
    use(served.models[choice.value]);
  } catch (e) {
    show(e);
  }
}

function takesImages({ labels, preprocess }) {
  return labels !== undefined && preprocess !== undefined;
}

function use(chosen) {
  model = chosen;
  images.offer(chosen.labels ?? []);
  about(document.getElementById('about'), chosen, takesImages(chosen));
  const isDefault = variant => variant.name === chosen.defaultVariant;
  const variants = [...chosen.variants.filter(v => !isDefault(v)), ...chosen.variants.filter(isDefault)];
  const names = variants.map(variant => variant.name);
  compare.variants(names);
  live.show(chosen.name, names);
  modelCard(document.getElementById('card-body'), chosen, variants);
  if (current !== null) ask();
}

function take(image, name) {
  current = image;
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(image);
  picture.alt = name;
  caption.textContent = name;
  if (model !== null) ask();
}

function seen(visible) {
  picture.hidden = !visible;
  document.getElementById('empty').hidden = visible;
  document.getElementById('empty').textContent = 'Cannot be shown';
  picture.parentElement.classList.toggle('filled', visible);
}

async function ask() {
  problem.replaceChildren();
  verdict.replaceChildren();
  if (!takesImages(model)) {
    fail('Tensors only', `Nothing says how images for ${model.name} are prepared; labels and preprocess in its model.yaml would.`);
    return;
  }
  try {
    await compare.ask(current, model.name, (headline, remark, doubt) => {
      verdict.replaceChildren(headline, element('small', {}, remark), ...doubt.map(text => element('small', { class: 'doubt' }, text)));
      live.image(current);
    });
  } catch (e) {
    if (e.name !== 'AbortError') show(e);
  }
}

function show(e) {
  if (e instanceof Problem) fail(e.title, e.message);
  else fail('The page failed', String(e.message));
}

function fail(title, detail) {
  compare.stop();
  live.image(null);
  problem.replaceChildren(element('p', { class: 'problem' }, element('strong', {}, title), `: ${detail}`));
}
