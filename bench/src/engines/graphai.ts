import { GraphAI, type NodeData } from "graphai";
import { type BuiltGraph, concurrency, type Engine, installedVersion, stepName } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

/** A graph of inline agents, whose inputs name other nodes; it keeps a log of every node. */
export const engine: Engine = {
  name: "GraphAI",
  version: installedVersion("graphai"),
  passesValues: true,
  keepsRecords: true,
  usage: "inline agents, `run(true)`; a second run of the same graph begins with `initializeGraphAI()`",
  without: [],
  build: ({ parents }: Graph): BuiltGraph => {
    const nodes: Record<string, NodeData> = {};
    for (const [index, own] of parents.entries()) {
      nodes[stepName(index)] = {
        agent: ({ values }: { values: readonly number[] }) => step(index, values),
        inputs: { values: own.map((parent) => `:${stepName(parent)}`) },
      };
    }
    const graph = new GraphAI({ version: 0.5, concurrency, nodes }, {});
    let isFresh = true;
    return {
      run: async () => {
        if (!isFresh) graph.initializeGraphAI();
        isFresh = false;
        const results = await graph.run<number>(true);
        return { valueOf: (index) => results[stepName(index)] };
      },
    };
  },
};
