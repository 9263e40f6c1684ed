/**
 * Measures what a run leaves in Restate, and what it costs to replay it: a map of so many items that each give a small
 * object, and then a wait. When only the wait is open its orchestrator is lost and comes back at once, and the event is
 * sent: until the run is over it is replayed.
 * Prints entries and bytes of its journal, bytes of its state (its events), both per item, and the milliseconds of the
 * replay, from which those of a run of one item are taken off.
 *
 * `--sizes 100,1000,5000 --rounds 3`
 */
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type AnyWorkflow, defineEvent, workflow } from "@stepspan/dsl";
import { createRestateEngine, type RestateEndpoint, runService, serveSteps, serveWorkflows } from "@stepspan/restate";
import { startRestateServer } from "../packages/examples/src/cluster/restate-server.ts";

/** What one run came to. */
interface Sizes {
  readonly entries: number;
  readonly journalBytes: number;
  readonly stateBytes: number;
  /** From the return of the orchestrator until the end, in milliseconds. */
  readonly wakeMs: number;
}

const { values } = parseArgs({
  options: { sizes: { type: "string", default: "100,1000,5000" }, rounds: { type: "string", default: "3" } },
});
const sizes = [1, ...values.sizes.split(",").map(Number)];
const rounds = Number(values.rounds);
const go = defineEvent("go");
const made = new Map<number, AnyWorkflow>(sizes.map((size) => [size, mapOf(size)]));

await using server = await startRestateServer();
const orchestrate = (port: number): Promise<RestateEndpoint> => serveWorkflows({ workflows: [...made.values()], port });
let orchestrator = await orchestrate(0);
const port = Number(new URL(orchestrator.url).port);
await using worker = await serveSteps({ workflows: [...made.values()], port: 0 });
await orchestrator.register({ adminUrl: server.adminUrl });
await worker.register({ adminUrl: server.adminUrl });
await using engine = createRestateEngine({ ingressUrl: server.ingressUrl, adminUrl: server.adminUrl });

const measured = new Map<number, Sizes[]>(sizes.map((size) => [size, []]));
for (let round = 0; round <= rounds; round++) {
  for (const size of sizes) {
    const found = await measure(size);
    if (round > 0) measured.get(size)!.push(found); // the one before them warms up
  }
}
await orchestrator.close();
const alone = medianOf(1, ({ wakeMs }) => wakeMs);
const rows = sizes.slice(1).map((size) => {
  const entries = medianOf(size, (found) => found.entries);
  const replayMs = medianOf(size, ({ wakeMs }) => wakeMs) - alone;
  const row = {
    "entries per item": (entries / size).toFixed(2),
    "journal, bytes per item": Math.round(medianOf(size, ({ journalBytes }) => journalBytes) / size),
    "state, bytes per item": Math.round(medianOf(size, ({ stateBytes }) => stateBytes) / size),
    "replay, ms": replayMs.toFixed(0),
    "µs per entry": ((replayMs * 1000) / entries).toFixed(1),
  };
  return [size, row] as const;
});
console.table(Object.fromEntries(rows));

function mapOf(size: number): AnyWorkflow {
  const numbers = Array.from({ length: size }, (_, index) => index);
  return workflow(`sizes-${size}`)
    .map("items", {
      over: numbers,
      params: { number: ({ item }) => item },
      run: ({ number }) => ({ number, twice: 2 * number }),
    })
    .wait("go", { event: go, dependsOn: ["items"] }) as AnyWorkflow; // of any size
}

async function measure(size: number): Promise<Sizes> {
  const handle = engine.start(made.get(size)!);
  const { runId, result } = handle;
  while (handle.waits.length === 0) await delay(50);
  const id = `(select id from sys_invocation_status where target_service_key = '${runId}' and target_handler_name = 'run')`;
  const [journal] = await server.query<{ entries: number; bytes: number }>(
    `select count(*) as entries, sum(length(encode(raw, 'hex')) / 2) as bytes from sys_journal where id = ${id}`,
  );
  const [state] = await server.query<{ bytes: number }>(
    `select sum(length(value_utf8)) as bytes from state where service_key = '${runId}'`,
  );
  await orchestrator.close();
  orchestrator = await orchestrate(port);
  const returned = performance.now();
  await handle.send(go, null);
  const over = `${server.ingressUrl}/restate/workflow/${runService(`sizes-${size}`, null)}/${runId}/attach`;
  await (await fetch(over)).text();
  const wakeMs = performance.now() - returned;
  const run = await result;
  if (run.status !== "succeeded") throw new Error(`The run of ${size} items is ${run.status}.`);
  return { entries: journal!.entries, journalBytes: journal!.bytes, stateBytes: state!.bytes, wakeMs };
}

function medianOf(size: number, part: (found: Sizes) => number): number {
  const all = measured
    .get(size)!
    .map(part)
    .sort((one, other) => one - other);
  return all[Math.floor(all.length / 2)]!;
}
