/** The shapes of graphs that are compared. */
export type ShapeName = "fan-out" | "chain" | "layers" | "diamond";

/** A graph as plain values: for each step the steps that it reads, all of them earlier ones. */
export interface Graph {
  readonly shape: ShapeName;
  readonly parents: readonly (readonly number[])[];
}

/** One root, all others but the last read it, and the last reads all of these. */
function fanOut(size: number): Graph {
  const last = size - 1;
  const leaves = Array.from({ length: last - 1 }, (_, index) => index + 1);
  return { shape: "fan-out", parents: [[], ...leaves.map(() => [0]), leaves] };
}

/** Each step reads the one before it. */
function chain(size: number): Graph {
  return { shape: "chain", parents: Array.from({ length: size }, (_, index) => (index === 0 ? [] : [index - 1])) };
}

/** Layers of 100 steps (fewer in a graph of less than 10,000), of which each reads three of the layer before. */
function layers(size: number): Graph {
  const width = Math.min(100, Math.floor(Math.sqrt(size)));
  const parents = Array.from({ length: size }, (_, index) => {
    const row = index - (index % width) - width;
    return row < 0 ? [] : [0, 1, 2].map((offset) => row + ((index + offset) % width));
  });
  return { shape: "layers", parents };
}

/** Ten steps: one, four that read it, four that read two of these, one that reads those. */
function diamond(): Graph {
  const lower = [0, 1, 2, 3].map((index) => [1 + index, 1 + ((index + 1) % 4)]);
  return { shape: "diamond", parents: [[], [0], [0], [0], [0], ...lower, [5, 6, 7, 8]] };
}

/** The graph of a shape with so many steps; a diamond has ten, whatever is asked for. */
export function graphOf(shape: ShapeName, size: number): Graph {
  return { "fan-out": fanOut, chain, layers, diamond }[shape](size);
}

/** For each step the steps that read it. */
export function childrenOf({ parents }: Graph): readonly (readonly number[])[] {
  const children: number[][] = parents.map(() => []);
  for (const [index, own] of parents.entries()) for (const parent of own) children[parent]!.push(index);
  return children;
}

/** The steps by their longest distance from a root, each layer in order; engines that know only stages run these. */
export function stagesOf({ parents }: Graph): readonly (readonly number[])[] {
  const depths: number[] = [];
  const stages: number[][] = [];
  for (const [index, own] of parents.entries()) {
    const depth = own.reduce((deepest, parent) => Math.max(deepest, depths[parent]! + 1), 0);
    depths.push(depth);
    stages[depth] ??= [];
    stages[depth].push(index);
  }
  return stages;
}
