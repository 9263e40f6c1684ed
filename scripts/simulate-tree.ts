/**
 * What a map of very many items would come to on machines that are not here, in virtual time: by how many children each
 * node of a tree of child invocations has, and how deep the tree is. Each message, body and replay is an event.
 *
 * `--items 1000000 --bodies 1000 --body-ms 1000 --orchestrators 8 --server-cores 16 --crash-minutes 10`
 */
import { parseArgs } from "node:util";
import type { TreeCosts } from "./tree/costs.ts";
import { treeOf } from "./tree/shape.ts";
import { simulateTree } from "./tree/simulate.ts";

const { values } = parseArgs({
  options: {
    items: { type: "string", default: "1000000" },
    bodies: { type: "string", default: "1000" },
    "body-ms": { type: "string", default: "1000" },
    orchestrators: { type: "string", default: "8" },
    "server-cores": { type: "string", default: "16" },
    "crash-minutes": { type: "string", default: "10" },
  },
});
const items = Number(values.items);

/** Each measured on two cores that did the server's, the orchestrator's and the worker's work at once. */
const costs: TreeCosts = {
  orchestrators: Array.from({ length: Number(values.orchestrators) }, () => 1),
  // `pnpm restate-cost --processor`: a step of the fan-out took 0.2 ms of the orchestrator, for asking and taking in.
  ...{ askMs: 0.1, takeMs: 0.1 },
  // The same: a run of one step took 1.2 ms more of it than a step.
  nodeMs: 1.2,
  // `pnpm restate-sizes`: 30 to 36 µs for each entry of a journal, with what the run decides by it.
  replayMs: 0.033,
  serverCores: Number(values["server-cores"]),
  // `pnpm restate-cost --processor`: that step took 0.85 ms of the server, there and back.
  ...{ callMs: 0.45, answerMs: 0.4 },
  // The same: a run of ten steps took 2 ms more of it than ten steps, if nobody reads it afterwards.
  serverNodeMs: 1,
  // The same: one step after the other took 7.3 ms each, of which 1.6 ms are the work above.
  hopMs: 2.8,
  // The server's own limit is 1,000 in each of its 24 partitions.
  invocations: 24_000,
  bodies: Number(values.bodies),
  bodyMs: Number(values["body-ms"]),
  // `serveWorkflows({ concurrency })`.
  openCalls: 1000,
  // The server's own.
  suspendAfterMs: 60_000,
  crashEveryMs: Number(values["crash-minutes"]) * 60_000,
  // `pnpm restate-sizes`: for each item.
  ...{ entriesPerCall: 4, bytesPerCall: 1430 },
};

/** Leaves smaller than this cost more than they bring; a node that has no tree below it is always shown. */
const smallestLeaf = 8;

const rows: Record<string, string | number>[] = [rowOf(items, 1)];
for (let fanOut = 64; fanOut <= 4096; fanOut *= 2) {
  for (let depth = 2; items / fanOut ** (depth - 1) >= smallestLeaf; depth++) rows.push(rowOf(fanOut, depth));
}
console.log(
  `${items} items of ${costs.bodyMs} ms, ${costs.bodies} at once: bodies alone take ${minutes((items / costs.bodies) * costs.bodyMs)}. An orchestrator of ${costs.orchestrators.length} is lost every ${values["crash-minutes"]} minutes.`,
);
console.table(rows);

function rowOf(fanOut: number, depth: number): Record<string, string | number> {
  const tree = treeOf(items, fanOut, depth);
  const { timeMs, nodes, messages, replays, replayingMs, largestJournal, used, mostOpenNodes } = simulateTree(
    tree,
    costs,
  );
  return {
    "children per node": depth === 1 ? "none" : fanOut,
    levels: depth,
    nodes,
    "items per leaf": tree.callsOf.at(-1)!, // the last node is a leaf
    time: minutes(timeMs),
    "largest journal": `${largestJournal.entries.toLocaleString("en")} (${(largestJournal.bytes / 2 ** 20).toFixed(1)} MiB)`,
    "its replay": `${((largestJournal.entries * costs.replayMs) / 1000).toFixed(1)} s`,
    messages: messages.toLocaleString("en"),
    replays,
    "replaying, s": (replayingMs / 1000).toFixed(0),
    "open nodes": mostOpenNodes,
    "orchestrators busy": percent(used.orchestrators),
    "servers busy": percent(used.servers),
    "bodies busy": percent(used.bodies),
  };
}

function minutes(milliseconds: number): string {
  return `${(milliseconds / 60_000).toFixed(1)} min`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}
