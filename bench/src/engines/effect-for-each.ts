import { Deferred, Effect } from "effect";
import { type BuiltGraph, concurrency, type Engine, installedVersion } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

/** Steps in topological order, 16 at a time, each awaiting its parents: a slot may wait while another step is ready. */
export const engine: Engine = {
  name: "Effect (forEach)",
  version: installedVersion("effect"),
  passesValues: true,
  keepsRecords: false,
  usage: "wired by hand: `Effect.forEach` with `concurrency`, a `Deferred` for each step; slots wait for parents",
  without: [],
  build: (graph: Graph): BuiltGraph => ({
    run: async () => {
      const values = await Effect.runPromise(runOf(graph));
      return { valueOf: (index) => values[index] };
    },
  }),
};

const runOf = Effect.fnUntraced(function* ({ parents }: Graph) {
  const results = parents.map(() => Deferred.makeUnsafe<number>());
  const runStep = Effect.fnUntraced(function* (own: readonly number[], index: number) {
    const values: number[] = [];
    for (const parent of own) values.push(yield* Deferred.await(results[parent]!));
    const value = yield* Effect.promise(() => step(index, values));
    yield* Deferred.succeed(results[index]!, value);
    return value;
  });
  return yield* Effect.forEach(parents, runStep, { concurrency });
});
