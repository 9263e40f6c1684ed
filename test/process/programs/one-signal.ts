/** Many steps and many runs under one long-lived signal of the caller. */
import { getEventListeners } from "node:events";
import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type RunError } from "@stepspan/engine";
import { print, whatKeepsAlive } from "./print.ts";

const warnings: string[] = [];
process.on("warning", ({ name, message }) => warnings.push(`${name}: ${message}`));

const { signal } = new AbortController();
const listeners = () => getEventListeners(signal, "abort").length;
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Each of its steps listens to the signal of its own attempt. */
function wide(count: number): AnyWorkflow {
  let made: AnyWorkflow = workflow("wide");
  for (let index = 0; index < count; index++) {
    made = made.step(`step${index}`, {
      run: async (_params, context) => {
        context.signal.addEventListener("abort", () => undefined);
        await tick();
        return listeners();
      },
    });
  }
  return made;
}

const engine = createEngine({ concurrency: 1000 });
const run = await engine.run(wide(1000), undefined, { signal });
print({ steps: run.spans.length, listenersInside: Math.max(...run.spans.map(({ output }) => Number(output))) });

const runs = wide(1);
for (let round = 0; round < 10_000; round++) await engine.run(runs, undefined, { signal });
print({ afterRounds: listeners() });

await Promise.all(Array.from({ length: 500 }, () => engine.run(runs, undefined, { signal })));
print({ afterParallelRuns: listeners() });

const controller = new AbortController();
const cancelled = engine
  .run(wide(1000), undefined, { signal: controller.signal })
  .catch((error: RunError) => error.run);
await tick();
controller.abort();
print({ status: (await cancelled).status, left: getEventListeners(controller.signal, "abort").length });

await tick();
print({ warnings, alive: whatKeepsAlive(), processListeners: process.listenerCount("beforeExit") });
