// How much faster one net is than the other, from runs that were made in pairs.

const RESAMPLES = 999;
/** Fewer pairs say nothing. */
export const FEWEST_PAIRS = 8;

/**
 * The ratio of the medians, left over right, with its 95 % interval: pairs are drawn again with replacement, as `reparam bench` does.
 * Clear once the interval does not hold 1. The same runs give the same interval.
 */
export function pairedRatio(left, right) {
  const pairs = Math.min(left.length, right.length);
  const value = median(left.slice(0, pairs)) / median(right.slice(0, pairs));
  if (pairs < FEWEST_PAIRS || !Number.isFinite(value) || value === 0) return { value, low: NaN, high: NaN, clear: false };
  const random = generator(pairs);
  const ratios = [];
  for (let i = 0; i < RESAMPLES; i++) {
    const drawn = Array.from({ length: pairs }, () => Math.floor(random() * pairs));
    ratios.push(median(drawn.map(p => left[p])) / median(drawn.map(p => right[p])));
  }
  ratios.sort((a, b) => a - b);
  const low = ratios[Math.floor(0.025 * RESAMPLES)];
  const high = ratios[Math.floor(0.975 * RESAMPLES)];
  return { value, low, high, clear: low > 1 || high < 1 };
}

/** In words, of the right one: "1.21 times as fast, 1.18 to 1.24". */
export function ratioText({ value, low, high, clear }) {
  if (!clear) return 'which is faster is not clear yet';
  const faster = value >= 1;
  const [number, from, to] = faster ? [value, low, high] : [1 / value, 1 / high, 1 / low];
  if (number.toFixed(2) === '1.00') return 'as fast within a hundredth';
  return `${number.toFixed(2)} times as ${faster ? 'fast' : 'slow'}, ${from.toFixed(2)} to ${to.toFixed(2)}`;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Numbers in [0, 1) from a 32-bit xorshift. */
function generator(seed) {
  let state = seed * 2654435761 >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
