/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Durations that vary from run to run around those that are given: by log-normal factors with a mean of 1.
 *
 * @param spread the standard deviation of a factor's logarithm: 0.2 is about 20 %
 * @param random gives numbers from 0 up to 1
 */
export function varied(durationsMs: readonly number[], spread: number, random: () => number): readonly number[] {
  return durationsMs.map((ms) => Math.max(1, Math.round(ms * Math.exp(spread * normal(random) - spread ** 2 / 2))));
}

/** A number of the standard normal distribution (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
