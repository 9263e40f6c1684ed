/**
 * Makes very many runs under one signal that lives as long as the process, in an engine with the usual memory store and
 * in one whose store keeps little, and prints what they leave behind: a sample every so many runs, then what is left of
 * listeners and warnings, and a last line when the engines are closed. After that it has to exit by itself.
 * Parameters: how many runs, how many samples, how many events the usual store keeps ("default").
 */
import { getEventListeners } from "node:events";
import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type Engine, memoryStore } from "@stepspan/engine";
import { turn } from "../../support/turn.ts";
import type { Sample } from "../many-runs.ts";
import { type KindOfRun, kindsOfRun } from "./kinds-of-run.ts";
import { print, whatKeepsAlive } from "./print.ts";

const [runs, samples, keepEvents] = process.argv.slice(2) as [string, string, string];
const warnings: string[] = [];
process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));

const { signal } = new AbortController();
const listeners = () => getEventListeners(signal, "abort").length;
const usual = createEngine(keepEvents === "default" ? {} : { store: memoryStore({ keepEvents: Number(keepEvents) }) });
const forgetful = createEngine({ store: memoryStore({ keepEvents: 1000 }) });
const round = roundOf(kindsOfRun);
const unexpected: Record<string, number> = {};
let made = 0;

/** The kinds, each as often as its share says, and those of one kind not all behind each other. */
function roundOf(kinds: readonly KindOfRun[]): readonly KindOfRun[] {
  const all = kinds.flatMap((kind) =>
    Array.from({ length: kind.share }, (_, index) => ({ kind, at: index / kind.share })),
  );
  return all.sort((one, other) => one.at - other.at).map(({ kind }) => kind);
}

async function run(kind: KindOfRun, engine: Engine): Promise<void> {
  const status = await kind.run(engine, signal);
  if (status === kind.status) return;
  const found = `${kind.name}: ${status}`;
  unexpected[found] = (unexpected[found] ?? 0) + 1;
}

/**
 * Whole rounds in one engine after the other, until there are so many runs: mostly all of a round at once, and every
 * tenth time one run after the other, as an engine goes about a run that is alone in another way.
 */
async function runTo(count: number): Promise<void> {
  for (let rounds = made / round.length; made < count; rounds++, made += round.length) {
    const engine = rounds % 2 === 0 ? usual : forgetful;
    if (rounds % 20 > 1) await Promise.all(round.map((kind) => run(kind, engine)));
    else for (const kind of round) await run(kind, engine);
  }
}

/** Every step uses its signal while all of them are open. */
async function runWide(): Promise<void> {
  let made: AnyWorkflow = workflow("wide");
  for (let index = 0; index < 1000; index++) {
    made = made.step(`step${index}`, {
      run: async (_params, context) => {
        context.signal.addEventListener("abort", () => index);
        await turn();
        return listeners();
      },
    });
  }
  await using engine = createEngine({ concurrency: 1000 });
  const { spans } = await engine.run(made, undefined, { signal });
  print({ steps: spans.length, listenersInside: Math.max(...spans.map(({ output }) => Number(output))) });
}

async function heapBytes(): Promise<number> {
  for (let time = 0; time < 2; time++) {
    await turn();
    globalThis.gc!(); // whoever starts this program gives --expose-gc
  }
  return process.memoryUsage().heapUsed;
}

await runWide();
for (let number = 1; number <= Number(samples); number++) {
  const [begun, used, before] = [performance.now(), process.cpuUsage(), made];
  await runTo((Number(runs) * number) / Number(samples));
  const { user, system } = process.cpuUsage(used);
  const sample: Sample = {
    runs: made,
    heapBytes: 0,
    listeners: listeners(),
    wallMicroseconds: ((performance.now() - begun) * 1000) / (made - before),
    processorMicroseconds: (user + system) / (made - before),
  };
  print({ ...sample, heapBytes: await heapBytes() });
}
await runWide();
await Promise.all([usual.close(), forgetful.close()]);
await turn();
print({
  unexpected,
  warnings,
  listeners: listeners(),
  alive: whatKeepsAlive(),
  processListeners: process.listenerCount("beforeExit"),
});
