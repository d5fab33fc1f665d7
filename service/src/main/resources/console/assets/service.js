// Talks to the service. Whatever fails becomes a Problem whose words can be shown.

export class Problem extends Error {
  constructor(title, detail) {
    super(detail);
    this.title = title;
  }
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    if (e.name === 'AbortError') throw e;
    throw new Problem('No answer', 'The service cannot be reached. Is it still running?');
  }
  const json = await response.json().catch(() => ({}));
  if (response.ok) return json;
  throw new Problem(json.title ?? `Status ${response.status}`, json.detail ?? 'The service gave no reason.');
}

/** What is served: {defaultModel, models: [{name, version, variants, ...}]}. */
export const models = () => ask('v1/models');

/** Histograms since the start: {boundsSeconds, series: [{model, variant, part, counts, count}]}. */
export const latency = () => ask('v1/latency');

/** One answer: {predictions, timings, ...}. */
export function classify(image, model, variant, signal) {
  const query = new URLSearchParams({ model, variant });
  return ask(`v1/classify?${query}`, {
    method: 'POST', body: image, headers: { 'Content-Type': 'application/octet-stream' }, signal,
  });
}
