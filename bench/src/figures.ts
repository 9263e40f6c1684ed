import type { Cell, Cost, Failure } from "./job.ts";
import { keyOf, type Measured } from "./measurement.ts";

/** Everything that is known when the tables are made. */
export interface Findings {
  readonly cells: readonly Cell[];
  readonly engines: readonly Measured[];
  /** Which time is shown: that of the clock, or that of the processor, which other programs disturb less. */
  readonly timer: keyof Cost;
}

/** What the table says of an engine and a graph. */
export type Figure = { readonly kind: "none" } | { readonly kind: "failed"; readonly failure: Failure } | Measures;

export interface Measures {
  readonly kind: "measured";
  /** Microseconds per step: the median of the rounds' medians. */
  readonly run: number;
  readonly build: number;
  /** Bytes: the most that a round needed. */
  readonly peak: number;
}

/** The figures of a cell; a failure counts more than rounds that went well before it. */
export function figureOf({ timer }: Findings, measured: Measured, cell: Cell): Figure {
  if (measured.failure !== null) return { kind: "failed", failure: measured.failure };
  const known = measured.cells.get(keyOf(cell));
  if (known === undefined) return { kind: "none" };
  const { failure, rounds } = known;
  if (failure !== null) return { kind: "failed", failure };
  if (rounds.length === 0) return { kind: "none" };
  return {
    kind: "measured",
    run: median(rounds.map(({ run }) => medianCost(run, timer))),
    build: median(rounds.map(({ build }) => medianCost(build, timer))),
    peak: Math.max(...rounds.map(({ peakBytes }) => peakBytes)),
  };
}

/** How many times as long the first takes, in the same rounds, as the other: the median of the rounds. Null if unknown. */
export function ratioOf({ timer }: Findings, pair: Pair, cell: Cell): number | null {
  const rounds = pair.of.cells.get(keyOf(cell))?.rounds ?? [];
  const others = pair.to?.cells.get(keyOf(cell))?.rounds ?? [];
  const ratios = rounds.flatMap(({ round, run }) => {
    const same = others.find((other) => other.round === round);
    return same === undefined ? [] : [medianCost(run, timer) / medianCost(same.run, timer)];
  });
  return ratios.length === 0 ? null : median(ratios);
}

/** Two engines that are compared; the second may not have been chosen. */
export interface Pair {
  readonly of: Measured;
  readonly to: Measured | undefined;
}

/** The engine with that name of a file. */
export function engineNamed({ engines }: Findings, id: string): Measured | undefined {
  return engines.find((measured) => measured.id === id);
}

function medianCost(costs: readonly Cost[], timer: keyof Cost): number {
  return median(costs.map((cost) => cost[timer]));
}

/** The middle one of some numbers, of which there is one at least. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
