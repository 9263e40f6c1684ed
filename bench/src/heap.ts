import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { BuiltGraph, Engine, Outcome } from "./engine.ts";
import type { Cell, Heap } from "./job.ts";
import { graphOf } from "./shapes.ts";

/** So many steps are in hand at least, so that what else happens in a heap counts little. */
const fewestSteps = 10_000;
const collections = 5;

/** Builds and runs a graph once more, several times if it is small, and looks at the heap while all that is in hand. */
export async function takeHeap(engine: Engine, cell: Cell): Promise<Heap> {
  const graph = graphOf(cell.shape, cell.size);
  const builds = cell.runs > 1 ? 1 : Math.ceil(fewestSteps / graph.parents.length);
  const steps = builds * graph.parents.length;
  const before = await usedHeap();
  const held: { readonly built: BuiltGraph; readonly outcomes: Outcome[] }[] = [];
  for (let count = 0; count < builds; count++) held.push({ built: await engine.build(graph), outcomes: [] });
  const afterBuild = await usedHeap();
  for (const { built, outcomes } of held) {
    for (let count = 0; count < cell.runs; count++) outcomes.push(await built.run());
  }
  const afterRuns = await usedHeap();
  for (const { built } of held) await built.close?.();
  return {
    built: cell.runs > 1 ? null : (afterBuild - before) / steps,
    result: (afterRuns - afterBuild) / (steps * cell.runs),
  };
}

/** Bytes after collections, with turns of the event loop between them: code that is not used goes only by and by. */
async function usedHeap(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void; // there since the line above
  for (let count = 0; count < collections; count++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}
