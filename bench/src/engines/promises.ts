import type { BuiltGraph, Engine } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

/** What most people write: a promise for each step, which awaits those of its parents. */
export const engine: Engine = {
  name: "hand-written promises",
  version: null,
  passesValues: true,
  keepsRecords: false,
  usage: "a promise for each step, no limit",
  without: [],
  build: ({ parents }: Graph): BuiltGraph => ({
    run: async () => {
      const promises: Promise<number>[] = [];
      for (const [index, own] of parents.entries()) promises.push(stepAfter(promises, index, own));
      const values = await Promise.all(promises);
      return { valueOf: (index) => values[index] };
    },
  }),
};

async function stepAfter(promises: readonly Promise<number>[], index: number, own: readonly number[]): Promise<number> {
  if (own.length === 0) return step(index, []);
  if (own.length === 1) return step(index, [await promises[own[0]!]!]);
  return step(index, await Promise.all(own.map((parent) => promises[parent]!)));
}
