import type { Cell, Pace } from "./job.ts";
import type { ProcessLimits } from "./measure-in-process.ts";

/** A benchmark as a whole: which graphs, and how long each of them. */
export interface Form {
  readonly cells: readonly Cell[];
  readonly pace: Pace;
  readonly rounds: number;
  /** For a process, its start and the check of its results included. */
  readonly timeMs: ProcessLimits["timeMs"];
}

const fanOut = (size: number): Cell => ({ shape: "fan-out", size, runs: 1 });
const chain = (size: number): Cell => ({ shape: "chain", size, runs: 1 });
const layers = (size: number): Cell => ({ shape: "layers", size, runs: 1 });
const diamond = (runs: number): Cell => ({ shape: "diamond", size: 10, runs });

/** Two minutes on two cores: what is slow is measured once, or has no time to finish. */
export const shortForm: Form = {
  cells: [fanOut(1000), chain(1000), layers(10_000), diamond(200)],
  rounds: 2,
  pace: { fewestRuns: 3, fewestSteps: 5000, warmUpMs: 250, measureMs: 200, patienceMs: 1000 },
  timeMs: 5000,
};

/** Everything, up to 100,000 steps. */
export const fullForm: Form = {
  cells: [
    ...[100, 1000, 10_000, 100_000].map(fanOut),
    ...[100, 1000, 10_000, 100_000].map(chain),
    ...[10_000, 100_000].map(layers),
    diamond(2000),
  ],
  rounds: 3,
  pace: { fewestRuns: 5, fewestSteps: 20_000, warmUpMs: 3000, measureMs: 1000, patienceMs: 12_000 },
  timeMs: 60_000,
};

/** The smallest graphs, each built and measured once: whether results are right. */
export const smallestForm: Form = {
  cells: [fanOut(30), chain(30), layers(30), diamond(3)],
  rounds: 1,
  pace: { fewestRuns: 1, fewestSteps: 1, warmUpMs: 0, measureMs: 0, patienceMs: 0 },
  timeMs: 50_000,
};

/** A cell in the head of a table. */
export function titleOf({ shape, size, runs }: Cell): string {
  const count = size.toLocaleString("en");
  if (shape === "layers") return `${(size / 100).toLocaleString("en")} layers of 100`;
  return shape === "diamond" ? `${size} steps, ${runs.toLocaleString("en")} runs` : `${shape} ${count}`;
}
