/** What 100,000 emitted events leave behind: without a listener, with one that stopped, with one that never goes on. */
import { createEventStream } from "../../../packages/engine/src/runner/event-stream.ts";
import { createFollowedRun, type FollowedByHand } from "../../support/followed-run.ts";
import { turn } from "../../support/turn.ts";
import { print } from "./print.ts";

const emits = 100_000;
const megabyte = 2 ** 20;

async function heapMegabytes(): Promise<number> {
  await turn();
  globalThis.gc!(); // the test starts this program with --expose-gc
  return process.memoryUsage().heapUsed / megabyte;
}

/** Each event is as large as a few sentences: kept all, they would be 100 MB. */
function emitMany(run: FollowedByHand): void {
  for (let count = 0; count < emits; count++) run.emit([count, `${count} `.padEnd(1000, "x")].join(""));
}

/** How many megabytes stay when a run with such a listener has emitted. */
async function growth(listen: (run: FollowedByHand) => Promise<unknown>): Promise<number> {
  const run = createFollowedRun({ isObserved: false });
  run.store();
  const listener = await listen(run);
  const before = await heapMegabytes();
  emitMany(run);
  const after = await heapMegabytes();
  if (listener === run)
    throw new Error("The listener and the run are still there, so that neither is collected before.");
  run.finish();
  return after - before;
}

const nobody = async () => null;

const stopped = async (run: FollowedByHand) => {
  for await (const _event of createEventStream(run)) break;
};

const stoppedWhileItWaits = async (run: FollowedByHand) => {
  const iterator = createEventStream(run)[Symbol.asyncIterator]();
  await iterator.next();
  void iterator.next();
  await iterator.return?.();
  return iterator;
};

const neverStarted = async (run: FollowedByHand) => createEventStream(run)[Symbol.asyncIterator]();

const neverGoesOn = async (run: FollowedByHand) => {
  const iterator = createEventStream(run)[Symbol.asyncIterator]();
  await iterator.next();
  return iterator;
};

await growth(nobody); // what is compiled and set up once does not count
const grown: Record<string, number> = {};
for (const [name, listen] of Object.entries({ nobody, stopped, stoppedWhileItWaits, neverStarted, neverGoesOn })) {
  grown[name] = await growth(listen);
}
print(grown);
