import type { BuiltGraph, Engine } from "../engine.ts";
import type { Graph } from "../shapes.ts";

/** An engine that is none: what it does in place of running a graph shows how that is reported. */
export function failingEngine(name: string, run: (graph: Graph) => ReturnType<BuiltGraph["run"]>): Engine {
  return {
    name,
    version: null,
    passesValues: false,
    keepsRecords: false,
    usage: "fails",
    without: [],
    build: (graph) => ({ run: () => run(graph) }),
  };
}
