/**
 * A process that recovers runs by itself: some that wait for an event, some that sleep for a night, some whose work was
 * interrupted. It prints the owner under which it runs, when it has looked for runs to take up.
 * Parameters: file of runs; file of notes; "wait" or "work" to begin such runs, "send" to send an event to those that
 * wait for it, "recover" to recover all twice at once, "watch" for nothing of it; by how many hours its clock is ahead.
 */
import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "@stepspan/engine";
import { sqliteStore } from "@stepspan/sqlite";
import { type Clock, createEngine, defineEvent, type StepContext, workflow } from "stepspan";
import { z } from "zod";
import { noteCall } from "./note-call.ts";
import { print } from "./print.ts";
import { stopWhenTold } from "./stop-when-told.ts";

const [path = "", notes = "", task, hours = "0"] = process.argv.slice(2);
const aheadMs = Number(hours) * 3_600_000;

const clock: Clock = {
  now: () => systemClock.now() + aheadMs,
  setTimer: (at, ring, isBackground) => systemClock.setTimer(at - aheadMs, ring, isBackground),
};

async function work(_params: object, context: StepContext): Promise<string> {
  noteCall(notes, context);
  return delay(task === "work" && context.step === "slow" ? 60_000 : 2, context.step);
}

const answer = defineEvent("answer", z.number());
const asking = workflow("asking")
  .step("ask", { run: work })
  .wait("answered", { dependsOn: ["ask"], event: answer })
  .step("after", { params: { given: ({ stepSpan }) => stepSpan("answered").output }, run: work });
const sleeping = workflow("sleeping")
  .step("lie", { run: work })
  .sleep("night", "8h", { dependsOn: ["lie"] })
  .step("after", { dependsOn: ["night"], run: work });
const working = workflow("working")
  .step("slow", { run: work })
  .step("after", { dependsOn: ["slow"], run: work });

const store = sqliteStore(path);
const owned = workflow("owned").step("ownerOf", {
  run: async (_params: object, { run }) => (await store.runs.get(run.id))?.lease?.owner,
});
const engine = createEngine({
  ...{ store, clock, workflows: [asking, sleeping, working], recover: true, leaseTerm: "10s", concurrency: 50 },
});
stopWhenTold(engine, store);

const numbers = Array.from({ length: 20 }, (_, number) => number);
for (const number of numbers) {
  if (task === "work") engine.start(working, undefined, { runId: `working-${number}` });
  if (task !== "wait") continue;
  engine.start(asking, undefined, { runId: `asking-${number}` });
  engine.start(sleeping, undefined, { runId: `sleeping-${number}` });
}
if (task === "recover") await Promise.all([engine.recover(), engine.recover()]);
if (task === "send") for (const number of numbers) await engine.send(`asking-${number}`, answer, number);
print({ owner: (await engine.run(owned)).output });
await delay(60_000);
