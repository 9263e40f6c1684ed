/** How fast-check is to try a property. */
export interface Trials {
  readonly seed: number;
  readonly numRuns: number;
}

/**
 * So many trials of a property, under the seed in STEPSPAN_SEED or another one each time; the seed is printed, so that
 * every run of the tests can be repeated. STEPSPAN_TRIALS multiplies their number; 0.1 makes a tenth.
 */
export function trials(property: string, count: number): Trials {
  const seed = wholeNumber("STEPSPAN_SEED") ?? Math.floor(Math.random() * 2 ** 31);
  const numRuns = Math.ceil(count * (positiveNumber("STEPSPAN_TRIALS") ?? 1));
  console.log(`${property}: ${numRuns} trials, repeat with STEPSPAN_SEED=${seed}`);
  return { seed, numRuns };
}

/** Whether no trials were left out: with fewer of them a property need not come to all situations that it is to see. */
export function triesAll(): boolean {
  return (positiveNumber("STEPSPAN_TRIALS") ?? 1) >= 1;
}

function wholeNumber(variable: string): number | null {
  return numberFrom(variable, Number.isInteger, "a whole number");
}

function positiveNumber(variable: string): number | null {
  return numberFrom(variable, (value) => value > 0 && value < Infinity, "a number above 0");
}

function numberFrom(variable: string, isValid: (value: number) => boolean, wanted: string): number | null {
  const text = process.env[variable];
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (isValid(value)) return value;
  throw new Error(`${variable} is ${JSON.stringify(text)}. Give ${wanted}, or leave it out.`);
}
