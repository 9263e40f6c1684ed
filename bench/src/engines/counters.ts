import type { BuiltGraph, Engine } from "../engine.ts";
import { childrenOf, type Graph } from "../shapes.ts";
import { stepInArray } from "../steps.ts";

/** The least that anybody could write: a count for each step of the parents that have not settled, and no limit. */
export const engine: Engine = {
  name: "hand-written counters",
  version: null,
  passesValues: false,
  keepsRecords: false,
  usage: "counts down parents, no queue, values in an array",
  without: [],
  build: countedGraph,
};

function countedGraph(graph: Graph): BuiltGraph {
  const { parents } = graph;
  const children = childrenOf(graph);
  return {
    run: () =>
      new Promise((resolve, reject) => {
        const values: number[] = new Array(parents.length);
        const waiting = parents.map((own) => own.length);
        let open = parents.length;
        const start = (index: number) => {
          stepInArray(index, parents[index]!, values).then(() => {
            for (const child of children[index]!) if (--waiting[child]! === 0) start(child);
            if (--open === 0) resolve({ valueOf: (asked) => values[asked] });
          }, reject);
        };
        for (const [index, own] of parents.entries()) if (own.length === 0) start(index);
      }),
  };
}
