import { type DependencyList, PGraph, type PGraphNodeMap } from "p-graph";
import { type BuiltGraph, concurrency, type Engine, installedVersion, stepName } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { stepInArray } from "../steps.ts";

/** A map of functions and a list of edges; one graph is run again and again, as its documentation says. */
export const engine: Engine = {
  name: "p-graph",
  version: installedVersion("p-graph"),
  passesValues: false,
  keepsRecords: false,
  usage: "`new PGraph(nodes, dependencies).run({ concurrency })`, values in an array",
  without: [],
  build: ({ parents }: Graph): BuiltGraph => {
    let values: number[] = [];
    const nodes: PGraphNodeMap = new Map(
      parents.map((own, index) => [stepName(index), { run: () => stepInArray(index, own, values) }]),
    );
    const dependencies: DependencyList = parents.flatMap((own, index) =>
      own.map((parent): [string, string] => [stepName(parent), stepName(index)]),
    );
    const graph = new PGraph(nodes, dependencies);
    return {
      run: async () => {
        values = new Array(parents.length);
        await graph.run({ concurrency });
        const written = values;
        return { valueOf: (index) => written[index] };
      },
    };
  },
};
