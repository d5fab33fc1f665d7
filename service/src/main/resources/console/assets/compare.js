// Asks all variants about one image, in turn, and says whether they agree and which is faster.
import { millis, percent, tone } from './element.js';
import { STAGES, answerCard, totalMillis } from './answer.js';
import { FEWEST_PAIRS, pairedRatio, ratioText } from './ratio.js';
import { classify } from './service.js';

/** Further rounds after the first answer, for medians; fewer if the net is slow, but enough to tell which is faster. */
const ROUNDS = 60;
const BUDGET_MILLIS = 1500;
const PATIENCE_MILLIS = 20_000;

/** Below this an answer is called uncertain. */
const SURE = 0.5;

export function comparison(stage) {
  let cards = [];
  let running = new AbortController();

  return { variants, ask, stop };

  /** Makes room for the answers of these variants. */
  function variants(names) {
    stop();
    cards.forEach(({ card }) => card.remove());
    cards = names.map((name, i) => ({ name, ...answerCard(name, tone(i, names.length)) }));
    stage.append(...cards.map(({ card }) => card));
  }

  function stop() {
    running.abort();
    running = new AbortController();
  }

  /** Shows the answers and calls tell(headline, remark, doubts) with the outcome; throws a Problem. */
  async function ask(image, model, tell) {
    stop();
    const { signal } = running;
    cards.forEach(card => card.clear());
    const answers = cards.map(() => []);
    const begin = performance.now();
    const spent = () => performance.now() - begin;
    for (let round = 0; round <= ROUNDS && spent() < (round < FEWEST_PAIRS ? PATIENCE_MILLIS : BUDGET_MILLIS); round++) {
      // in turn, so that neither variant always goes first
      for (const i of round % 2 === 0 ? cards.keys() : [...cards.keys()].reverse()) {
        answers[i].push(await classify(image, model, cards[i].name, signal));
      }
      if (round === 0) show(answers, tell);
    }
    show(answers, tell);
  }

  function show(answers, tell) {
    const timings = answers.map(medians);
    const longest = Math.max(...timings.map(totalMillis));
    cards.forEach((card, i) => card.show(answers[i][0].predictions, timings[i], longest, answers[i].length));
    tell(...verdict(answers, timings), doubts(answers));
  }
}

function medians(answers) {
  return Object.fromEntries(STAGES.map(([key]) => {
    const sorted = answers.map(answer => answer.timings[key]).sort((a, b) => a - b);
    return [key, sorted[sorted.length >> 1]];
  }));
}

/** A line where the first label of a variant is no more likely than all others together, which nets say of what they never saw, too. */
export function doubts(answers) {
  const unsure = answers.map(runs => runs[0]).filter(({ predictions: [first] }) => first.probability < SURE);
  if (unsure.length === 0) return [];
  const { predictions: [first, second] } = unsure[0];
  const next = second === undefined ? '' : `, ${second.label} ${percent(second.probability)}`;
  return [`Uncertain: ${first.label} has ${percent(first.probability)}${next}. The image may show none of the model's classes.`];
}

function verdict(answers, timings) {
  const labels = answers.map(runs => runs[0].predictions[0].label);
  const agree = labels.every(label => label === labels[0]);
  const nets = timings.map(timing => timing.inferMicros / 1000);
  if (answers.length === 1) return [labels[0], `net ${millis(nets[0])}`];
  const headline = agree ? `All agree: ${labels[0]}` : `They differ: ${labels.join(', ')}`;
  if (answers.length > 2) return [headline, ''];
  const [left, right] = answers.map(runs => runs.map(run => run.timings.inferMicros));
  return [agree ? `Both say ${labels[0]}` : headline,
    `net of ${answers[1][0].variant}: ${millis(nets[1])} instead of ${millis(nets[0])}, ${ratioText(pairedRatio(left, right))}`];
}
