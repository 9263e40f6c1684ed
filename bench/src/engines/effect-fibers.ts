import { Effect, Fiber, Semaphore } from "effect";
import { type BuiltGraph, concurrency, type Engine, installedVersion } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

/** A fiber for each step, which joins those of its parents and then takes one of 16 permits: no slot waits for a parent. */
export const engine: Engine = {
  name: "Effect (fibers)",
  version: installedVersion("effect"),
  passesValues: true,
  keepsRecords: false,
  usage: "wired by hand: a fiber for each step, `Fiber.join`, a `Semaphore`",
  without: [],
  build: (graph: Graph): BuiltGraph => ({
    run: async () => {
      const values = await Effect.runPromise(runOf(graph));
      return { valueOf: (index) => values[index] };
    },
  }),
};

const runOf = Effect.fnUntraced(function* ({ parents }: Graph) {
  const permits = yield* Semaphore.make(concurrency);
  const fibers: Fiber.Fiber<number>[] = [];
  const runStep = Effect.fnUntraced(function* (own: readonly number[], index: number) {
    const values: number[] = [];
    for (const parent of own) values.push(yield* Fiber.join(fibers[parent]!));
    return yield* permits.withPermits(1)(Effect.promise(() => step(index, values)));
  });
  for (const [index, own] of parents.entries()) fibers.push(yield* Effect.forkChild(runStep(own, index)));
  const values: number[] = [];
  for (const fiber of fibers) values.push(yield* Fiber.join(fiber));
  return values;
});
