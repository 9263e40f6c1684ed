/** A job that is measured: a graph, and how many runs of it are started at once. */
export interface Job {
  readonly name: string;
  /** For each step the steps that it reads, all of them earlier ones. */
  readonly parents: readonly (readonly number[])[];
  readonly runs: number;
}

/** One root, all others but the last read it, and the last reads all of these. */
function fanOut(size: number): Job["parents"] {
  const leaves = Array.from({ length: size - 2 }, (_, index) => index + 1);
  return [[], ...leaves.map(() => [0]), leaves];
}

/** Each step reads the one before it. */
function chain(size: number): Job["parents"] {
  return Array.from({ length: size }, (_, index) => (index === 0 ? [] : [index - 1]));
}

/** Each step reads three of the layer before it. */
function layers(depth: number, width: number): Job["parents"] {
  return Array.from({ length: depth * width }, (_, index) => {
    const before = index - (index % width) - width;
    return before < 0 ? [] : [0, 1, 2].map((offset) => before + ((index + offset) % width));
  });
}

/** Ten steps: one, four that read it, four that read two of these, one that reads those. */
function diamond(): Job["parents"] {
  const lower = [0, 1, 2, 3].map((index) => [1 + index, 1 + ((index + 1) % 4)]);
  return [[], [0], [0], [0], [0], ...lower, [5, 6, 7, 8]];
}

/** The jobs by their names, which both sides know. */
export const jobs: readonly Job[] = [
  { name: "fan-out-1000", parents: fanOut(1000), runs: 1 },
  { name: "chain-100", parents: chain(100), runs: 1 },
  { name: "small-100", parents: diamond(), runs: 100 },
  { name: "single-200", parents: [[]], runs: 200 },
  { name: "small-1", parents: diamond(), runs: 1 },
  { name: "layers-20x50", parents: layers(20, 50), runs: 1 },
];

/** @throws Error for a name that is not there */
export function jobNamed(name: string): Job {
  const job = jobs.find((candidate) => candidate.name === name);
  if (job === undefined)
    throw new Error(`There is no job "${name}". There are: ${jobs.map((one) => one.name).join(", ")}.`);
  return job;
}

/** What a step gives: its number and the values of its parents, added up and kept small. */
export function stepValue(step: number, values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, step) % 1_000_003;
}

/** What each step has to give. */
export function expectedValues({ parents }: Job): readonly number[] {
  const values: number[] = [];
  for (const [step, own] of parents.entries())
    values.push(
      stepValue(
        step,
        own.map((parent) => values[parent]!),
      ),
    );
  return values;
}

/** For each step the steps that read it. */
export function childrenOf({ parents }: Job): readonly (readonly number[])[] {
  const children: number[][] = parents.map(() => []);
  for (const [step, own] of parents.entries()) for (const parent of own) children[parent]!.push(step);
  return children;
}

/** The steps by their longest distance from a root. */
export function layersOf({ parents }: Job): readonly (readonly number[])[] {
  const depths: number[] = [];
  const found: number[][] = [];
  for (const [step, own] of parents.entries()) {
    const depth = own.reduce((deepest, parent) => Math.max(deepest, depths[parent]! + 1), 0);
    depths.push(depth);
    found[depth] ??= [];
    found[depth].push(step);
  }
  return found;
}
