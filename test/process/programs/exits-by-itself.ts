/** What keeps the process alive after runs of many kinds are over; with `close` the engine is closed as well. */
import { setTimeout as delay } from "node:timers/promises";
import { workflow } from "@stepspan/dsl";
import { createEngine, type Run, type RunError } from "@stepspan/engine";
import { print, whatKeepsAlive } from "./print.ts";

const engine = createEngine({
  concurrency: 4,
  gracePeriod: 5,
  queues: {
    slow: { rate: { limit: 1, interval: "1h" } },
    paced: { rate: { limit: 1, interval: 5 } },
    single: { concurrency: 1 },
  },
});
const broken = () => {
  throw new Error("broken");
};
const over = (run: Promise<Run>) =>
  run.then(
    ({ status }) => status,
    (error: RunError) => error.run.status,
  );
const never = () => new Promise<never>(() => undefined);

const good = workflow("good", { timeout: "1h" })
  .step("a", { timeout: "1h", run: () => delay(2, "a") })
  .step("b", {
    queue: "single",
    retry: { attempts: 2, delay: 1 },
    run: (_params, { attempt }) => attempt > 1 || broken(),
  });
const timedOut = workflow("timedOut", { failFast: false })
  .step("never", { timeout: 2, run: never })
  .step("backingOff", { retry: { attempts: 2, delay: 1 }, run: broken });
const stopped = workflow("stopped")
  .step("backingOff", { retry: { attempts: 9, delay: "1h" }, run: broken })
  .step("never", { timeout: "1h", run: never })
  .step("fail", { dependsOn: [], run: () => delay(2).then(broken) });
const rated = workflow("rated")
  .step("first", { queue: "slow", run: () => 1 })
  .step("second", { queue: "slow", run: () => 2 });
const paced = workflow("paced")
  .step("first", { queue: "paced", run: () => 1 })
  .step("second", { queue: "paced", run: () => 2 })
  .step("third", { queue: "paced", run: () => 3 });

print(await over(engine.run(good)));
print(await over(engine.run(paced)));
print(await over(engine.run(timedOut)));
print(await over(engine.run(stopped)));
print(await over(engine.run(rated, undefined, { timeout: 5 })));
const handle = engine.start(good, undefined, { signal: AbortSignal.timeout(3_600_000) });
handle.cancel();
print(await over(handle.result));
print(await over(engine.run(workflow("stuck").step("never", { run: never }), undefined, { timeout: 2 })));

if (process.argv[2] === "close") await engine.close();
print(whatKeepsAlive());
