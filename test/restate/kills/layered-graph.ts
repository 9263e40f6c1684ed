/** A step of a graph that is made from a seed. */
export interface LayeredStep {
  readonly name: string;
  readonly index: number;
  readonly parents: readonly string[];
  /** It may fail in all its attempts, and its readers take 0 then. */
  readonly isTolerated: boolean;
}

/** How often the body of every step is tried at most. */
export const mostAttempts = 4;

/** From 0 up to 1; the same for the same numbers. */
export function mixed(...numbers: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const number of numbers) {
    state = Math.imul(state ^ (number | 0), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 2 ** 32;
}

/** Layers of 1 to 16 steps, which read one to three steps of the layers before; the last step reads all that nobody reads. */
export function layeredGraph(seed: number, count: number): readonly LayeredStep[] {
  const steps: LayeredStep[] = [];
  const read = new Set<string>();
  let [layer, first, before] = [0, 0, 0];
  for (let index = 0; index < count - 1; index++) {
    if (index === first + 1 + Math.floor(mixed(seed, layer, 1) * 16))
      [layer, before, first] = [layer + 1, first, index];
    const parents = layer === 0 ? [] : parentsOf(seed, index, before, first);
    for (const parent of parents) read.add(parent);
    steps.push({ name: `s${index}`, index, parents, isTolerated: mixed(seed, index, 2) < 0.1 });
  }
  const loose = steps.map(({ name }) => name).filter((name) => !read.has(name));
  return [...steps, { name: `s${count - 1}`, index: count - 1, parents: loose, isTolerated: false }];
}

function parentsOf(seed: number, index: number, before: number, first: number): string[] {
  const count = 1 + Math.floor(mixed(seed, index, 3) * 3);
  const parents = Array.from({ length: count }, (_, at) => {
    const lowest = mixed(seed, index, 4, at) < 0.8 ? before : 0; // most are of the layer before
    return `s${lowest + Math.floor(mixed(seed, index, 5, at) * (first - lowest))}`;
  });
  return [...new Set(parents)];
}

/** How many attempts of a step fail before one succeeds, in the run with this salt; all of them for some that are tolerated. */
export function failuresOf({ index, isTolerated }: LayeredStep, salt: number): number {
  const chance = mixed(salt, index, 6);
  if (isTolerated && chance < 0.5) return mostAttempts;
  if (chance < 0.75) return 0;
  return chance < 0.92 ? 1 : 2;
}

/** What a body makes of what its parents gave. */
export function numberOf(index: number, salt: number, values: readonly number[]): number {
  return values.reduce((sum, value) => (sum * 31 + value) % 1_000_003, index * 7 + salt);
}

/** What must come of a step, however often processes end. */
export interface Expected {
  readonly status: "succeeded" | "failed";
  readonly output: number | null;
  readonly attempts: number;
}

/** By the names of the steps: computed without a workflow. */
export function expectedOf(graph: readonly LayeredStep[], salt: number): ReadonlyMap<string, Expected> {
  const expected = new Map<string, Expected>();
  for (const step of graph) {
    const failures = failuresOf(step, salt);
    const values = step.parents.map((parent) => expected.get(parent)?.output ?? 0);
    const isLost = failures === mostAttempts;
    expected.set(step.name, {
      status: isLost ? "failed" : "succeeded",
      output: isLost ? null : numberOf(step.index, salt, values),
      attempts: isLost ? mostAttempts : failures + 1,
    });
  }
  return expected;
}
