import PQueue from "p-queue-10";
import { countedQueue } from "../counted-queue.ts";
import { concurrency, type Engine, installedVersion } from "../engine.ts";

/** The least with a limit: counters, and one task of p-queue 10 for each step. */
export const engine: Engine = {
  name: "counters + p-queue 10",
  version: installedVersion("p-queue-10"),
  passesValues: false,
  keepsRecords: false,
  usage: "counts down parents, one `queue.add` for each step",
  without: [],
  build: (graph) => countedQueue(graph, new PQueue({ concurrency })),
};
