/** Many engines at once in one process: each keeps to itself, and the process has one listener for all. */
import { workflow } from "@stepspan/dsl";
import { createEngine, type RunError } from "@stepspan/engine";
import { print, whatKeepsAlive } from "./print.ts";

const warnings: string[] = [];
process.on("warning", ({ name }) => warnings.push(name));

const counting = workflow("counting")
  .step("a", { run: () => new Promise<number>((resolve) => setTimeout(resolve, 1, 1)) })
  .step("b", { params: { a: ({ stepSpan }) => stepSpan("a").output }, run: ({ a }) => a + 1 });
const stuck = workflow("stuck").step("never", { run: () => new Promise<number>(() => undefined) });

const engines = Array.from({ length: 200 }, () => createEngine({ concurrency: 1 }));
const outputs = await Promise.all(engines.map(async (engine) => (await engine.run(counting)).output));
print({ outputs: [...new Set(outputs)], listeners: process.listenerCount("beforeExit") });

const stalls = engines.map((engine) => engine.run(stuck).catch((error: RunError) => (error.cause as Error).name));
print({ listeners: process.listenerCount("beforeExit") });
print({ stalls: [...new Set(await Promise.all(stalls))], listeners: process.listenerCount("beforeExit") });
print({ warnings, alive: whatKeepsAlive() });
