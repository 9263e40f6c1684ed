/** `close()` while jobs wait for a rated queue, for a slot, for a retry and for a promise. */
import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, type RunError } from "@stepspan/engine";
import { print, whatKeepsAlive } from "./print.ts";

const engine = createEngine({
  concurrency: 2,
  gracePeriod: 5,
  queues: { slow: { rate: { limit: 1, interval: "1h" } } },
});
let rated: AnyWorkflow = workflow("rated");
for (let index = 0; index < 50; index++) rated = rated.step(`call${index}`, { queue: "slow", run: () => index });
const waiting = workflow("waiting")
  .step("never", { run: () => new Promise(() => undefined) })
  .step("retried", {
    retry: { attempts: 2, delay: "1h" },
    run: () => {
      throw new Error("broken");
    },
  })
  .step("last", { dependsOn: ["never"], run: () => 1 });

const results = [rated, waiting].map((one) => engine.run(one).catch((error: RunError) => error.run));
await new Promise((resolve) => setTimeout(resolve, 10));
await engine.close();
for (const result of results) {
  const { status, spans } = await result;
  print([status, Object.groupBy(spans, (span) => span.status).cancelled?.length ?? 0]);
}
await engine.close();
print(await engine.run(waiting).catch((error: Error) => error.message));
print(whatKeepsAlive());
