/** What stays in memory when a step of a run emits 100,000 events: with no listener, with one that stopped, with one that hears all. */
import { createEngine, defineEvent, type RunHandle, workflow } from "stepspan";
import { turn } from "../../support/turn.ts";
import { print } from "./print.ts";

const emits = 100_000;
const megabyte = 2 ** 20;
const progress = defineEvent("progress");

async function heapMegabytes(): Promise<number> {
  await turn();
  globalThis.gc!(); // the test starts this program with --expose-gc
  return process.memoryUsage().heapUsed / megabyte;
}

/** Each event is as large as a few sentences: kept all, they would be 100 MB. */
const emitting = workflow("emitting").step("emit", {
  run: async (_params, context) => {
    await turn(); // who listens is there
    const before = await heapMegabytes();
    for (let count = 0; count < emits; count++) {
      context.emit(progress, [count, `${count} `.padEnd(1000, "x")].join(""));
      if (count % 500 === 0) await turn();
    }
    return (await heapMegabytes()) - before;
  },
});

/** How many megabytes stay while the run is still open and its listener, if it has one, is too. */
async function growth(listen: (handle: RunHandle) => unknown): Promise<number> {
  await using engine = createEngine();
  const handle = engine.start(emitting);
  const listener = listen(handle);
  const { output } = await handle.result;
  if (listener === handle) throw new Error("The listener is still there, so that it is not collected before.");
  return output;
}

const nobody = () => null;

const stopped = async (handle: RunHandle) => {
  for await (const event of handle.events) if (event.type === "attempt-started") break;
};

const stoppedWhileItWaits = async (handle: RunHandle) => {
  const iterator = handle.events[Symbol.asyncIterator]();
  await iterator.next();
  void iterator.next();
  await iterator.return?.();
  return iterator;
};

const hearsAll = async (handle: RunHandle) => {
  let heard = 0;
  for await (const event of handle.events) if (event.type === "event-emitted") heard++;
  if (heard !== emits) throw new Error(`It heard ${heard} of ${emits}.`);
};

await growth(nobody); // what is compiled and set up once does not count
const grown: Record<string, number> = {};
for (const [name, listen] of Object.entries({ nobody, stopped, stoppedWhileItWaits, hearsAll })) {
  grown[name] = Math.max(0, Number((await growth(listen)).toFixed(2)));
}
print(grown);
