import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";
import { trialOf } from "../world.ts";

const answer = defineEvent("answer", z.string());

export const pauses = theme("a pause", {
  "lets open attempts end, begins nothing, and goes on when it is resumed": async ({ named, start }) => {
    const doors = createDoors();
    const chain = workflow(named("chain"))
      .step("first", { run: doors.at<string>("first") })
      .step("second", { dependsOn: ["first"], run: doors.at("second") })
      .step("third", { params: { it: ({ stepSpan }) => stepSpan("second").output }, run: ({ it }) => it });
    const trial = await start(chain);
    await doors.reached("first");
    const paused = trial.handle.pause();
    await trial.seen(({ type }) => type === "run-paused");
    await doors.open("first", "kept");
    await paused;
    const run = await trial.now();
    expect(run.status).toBe("paused");
    expect(run.span("first").output).toBe("kept");
    expect(run.span("second").attempts).toEqual([]);
    expect(doors.count("second")).toBe(0);
    trial.handle.resume();
    await doors.open("second");
    expect((await trial.end()).output).toBe("second");
  },

  "does not wait for what waits, and keeps the events that come meanwhile": async ({ named, start }) => {
    const listening = workflow(named("listening"))
      .step("ask", { run: (_params, context) => context.waitFor(answer) })
      .step("read", { params: { text: ({ stepSpan }) => stepSpan("ask").output }, run: ({ text }) => text });
    const trial = await start(listening);
    await trial.step("wait-started", "ask");
    await trial.handle.pause();
    await trial.handle.send(answer, "in the pause");
    expect((await trial.now()).status).toBe("paused");
    expect((await trial.now()).span("read").status).not.toBe("succeeded");
    trial.handle.resume();
    expect((await trial.end()).output).toBe("in the pause");
  },

  "holds a run open whose last step settles meanwhile": async ({ named, start }) => {
    const asking = workflow(named("asking"))
      .wait("ask", { event: answer })
      .returns(({ stepSpan }) => [stepSpan("ask").output]);
    const child = workflow(named("child")).wait("ask", { event: answer });
    const parent = workflow(named("parent")).subflow("inner", { workflow: child });
    for (const [last, path] of [
      [asking, "ask"],
      [parent, "inner/ask"],
    ] as const) {
      const trial = await start<unknown, unknown, unknown>(last);
      await trial.step("wait-started", path);
      await trial.handle.pause();
      await trial.handle.send(answer, "in the pause");
      expect((await trial.now()).status).toBe("paused");
      trial.handle.resume();
      expect([(await trial.end()).output].flat()).toEqual(["in the pause"]);
    }
  },

  "leaves timers the time that was left to them": async ({ named, open }) => {
    for (let sleepMs = 200; ; sleepMs *= 4) {
      const sleeping = workflow(named("sleeping")).sleep("rest", sleepMs);
      const longer = workflow(named("longer")).sleep("rest", sleepMs + 50);
      const engine = await open({ workflows: [sleeping, longer] });
      const trial = trialOf(engine, engine.start(sleeping));
      await trial.step("wait-started", "rest");
      await trial.handle.pause();
      const paused = await trial.seen(({ type }) => type === "run-paused" || type === "step-succeeded");
      if (paused.type === "step-succeeded") continue; // the machine is busy: the pause came when the sleep was over
      await engine.run(longer);
      expect((await trial.now()).span("rest").status).toBe("suspended");
      trial.handle.resume();
      const resumed = await trial.seen(({ type }) => type === "run-resumed");
      const done = await trial.end();
      const [wait] = done.span("rest").waits;
      const slept = wait!.endedAt! - wait!.startedAt - (timeOf(resumed) - timeOf(paused));
      return expect(slept).toBeGreaterThan(sleepMs - 5);
    }
  },

  "of a run can be ended by the engine, too, which knows the run by its id": async ({ named, start }) => {
    const chain = workflow(named("chain")).wait("ask", { event: answer });
    const trial = await start(chain);
    await trial.step("wait-started", "ask");
    await trial.handle.pause();
    const handle = await trial.engine.resume(trial.handle.runId, { workflow: chain as never });
    await handle.send(answer, "yes");
    expect((await handle.result).output).toBe("yes");
  },

  "is ended by a cancel: what waits is cancelled, and the always steps run": async ({ named, start }) => {
    const paused = workflow(named("paused"))
      .wait("ask", { event: answer })
      .step("never", { dependsOn: ["ask"], run: () => 1 })
      .step("tidy", { always: true, dependsOn: ["ask"], run: () => "tidied" });
    const trial = await start(paused);
    await trial.step("wait-started", "ask");
    await trial.handle.pause();
    trial.handle.cancel("enough");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("ask").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("never").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(run.span("tidy").output).toBe("tidied");
  },
});

function timeOf(told: object): number {
  return (told as { readonly time: number }).time; // events of the journal have one
}
