/**
 * A process with a run whose step ends it, and others that do not. It takes up what is there, and prints which runs it
 * could not. Parameters: file of runs; "begin" to begin the runs; "mended" for a step that ends well.
 */
import { setTimeout as delay } from "node:timers/promises";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, workflow } from "stepspan";
import { print } from "./print.ts";
import { stopWhenTold } from "./stop-when-told.ts";

const [path = "", task] = process.argv.slice(2);

const deadly = workflow("deadly")
  .step("before", { run: () => "before" })
  .step("die", {
    dependsOn: ["before"],
    run: async () => {
      if (task === "mended") return "alive";
      process.kill(process.pid, "SIGKILL");
      return "never";
    },
  });

const work = () => delay(5, "worked");
const harmless = workflow("harmless")
  .step("a", { run: work })
  .step("b", { dependsOn: ["a"], run: work })
  .sleep("nap", 300)
  .step("c", { dependsOn: ["nap"], run: work });

const store = sqliteStore(path);
const engine = createEngine({
  ...{ store, workflows: [deadly, harmless], recover: true, leaseTerm: "1s", maxRecoveries: 3 },
});
stopWhenTold(engine, store);
print("ready");
if (task === "begin") {
  for (let number = 0; number < 5; number++) engine.start(harmless, undefined, { runId: `harmless-${number}` });
  engine.start(deadly, undefined, { runId: "deadly" });
}
if (task === "mended") {
  print((await (await engine.resume("deadly")).result).output);
  await engine.close();
  store.close();
} else {
  await delay(60_000);
}
