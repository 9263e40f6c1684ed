import PQueue from "p-queue-9";
import { countedQueue } from "../counted-queue.ts";
import { concurrency, type Engine, installedVersion } from "../engine.ts";

/** The least with a limit: counters, and one task of p-queue 9 for each step. */
export const engine: Engine = {
  name: "counters + p-queue 9",
  version: installedVersion("p-queue-9"),
  passesValues: false,
  keepsRecords: false,
  usage: "counts down parents, one `queue.add` for each step",
  without: [],
  build: (graph) => countedQueue(graph, new PQueue({ concurrency })),
};
