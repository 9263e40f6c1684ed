/** One step blocks the event loop for 400 ms while others wait for timers and for data of their own. */
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { workflow } from "@stepspan/dsl";
import { createEngine, type RunError } from "@stepspan/engine";
import { print } from "./print.ts";

const block = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);

const blocked = workflow("blocked", { failFast: false })
  .step("timer", { timeout: 300, run: () => delay(100, "timer rang") })
  .step("file", { run: async () => (await readFile(import.meta.filename, "utf8")).length > 0 })
  .step("late", { timeout: 200, run: () => delay(350, "too late") })
  .step("retried", {
    timeout: 200,
    retry: { attempts: 2 },
    run: (_params, { attempt }) => delay(attempt === 1 ? 350 : 1, "second attempt"),
  })
  .step("blocker", {
    timeout: 100,
    run: async () => {
      await delay(20);
      block();
      return "blocked";
    },
  });

await createEngine()
  .run(blocked)
  .catch(({ errors, run }: RunError) => {
    print(errors.map(({ name, message }) => `${name}: ${message}`));
    print(run.spans.map(({ name, status, output, attempts }) => [name, status, output ?? null, attempts.length]));
  });
