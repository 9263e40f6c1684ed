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

  "leaves timers the time that was left to them": async ({ named, open }) => {
    const sleeping = workflow(named("sleeping")).sleep("rest", 200);
    const longer = workflow(named("longer")).sleep("rest", 250);
    const engine = await open({ workflows: [sleeping, longer] });
    const trial = trialOf(engine, engine.start(sleeping));
    await trial.step("wait-started", "rest");
    await trial.handle.pause();
    const paused = await trial.seen(({ type }) => type === "run-paused");
    await engine.run(longer);
    expect((await trial.now()).span("rest").status).toBe("suspended");
    trial.handle.resume();
    const resumed = await trial.seen(({ type }) => type === "run-resumed");
    const done = await trial.end();
    const [wait] = done.span("rest").waits;
    const slept = wait!.endedAt! - wait!.startedAt - (timeOf(resumed) - timeOf(paused));
    expect(slept).toBeGreaterThan(195);
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

export const cancels = theme("a cancel", {
  "aborts what runs, and what has not begun is cancelled": async ({ named, start }) => {
    const doors = createDoors();
    const name = named("work");
    const work = workflow(name)
      .step("open", { run: doors.at("open") })
      .step("next", { dependsOn: ["open"], run: () => 1 });
    const trial = await start(work);
    const { context } = await doors.reached("open");
    const result = trial.handle.result.catch((error) => error);
    trial.handle.cancel("enough");
    await aborted(context.signal);
    expect(context.signal.reason).toMatchObject({
      name: "CancelledError",
      because: { kind: "cancel", reason: "enough" },
    });
    await doors.refuse("open", context.signal.reason);
    const error = await result;
    expect(error).toMatchObject({ name: "RunError", cause: { name: "CancelledError", cause: "enough" } });
    expect(error.message).toBe(
      `Run ${trial.handle.runId} of workflow "${name}" was cancelled: The run of workflow "${name}" was cancelled: "enough".`,
    );
    expect(error.run.status).toBe("cancelled");
    expect(error.run.span("open").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(error.run.span("next").cancelled).toEqual({ kind: "cancel", reason: "enough" });
    expect(error.run.span("next").attempts).toEqual([]);
  },

  "records the success of an attempt that still succeeds": async ({ named, start }) => {
    const doors = createDoors();
    const work = workflow(named("work")).step("open", { run: doors.at("open") });
    const trial = await start(work);
    const { context } = await doors.reached("open");
    trial.handle.cancel();
    await aborted(context.signal);
    await doors.open("open", "in time");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("open")).toMatchObject({ status: "succeeded", output: "in time" });
  },

  "abandons an attempt that does not end within the grace period; its late result is ignored": async ({
    named,
    start,
  }) => {
    const doors = createDoors();
    const deaf = workflow(named("deaf"))
      .step("open", { run: doors.at("open") })
      .step("tidy", { always: true, dependsOn: ["open"], run: () => "tidied" });
    const trial = await start(deaf, { engine: { gracePeriod: 50 } });
    await doors.reached("open");
    trial.handle.cancel();
    const run = await trial.end();
    expect(run.span("open")).toMatchObject({ status: "cancelled", error: null });
    expect(run.span("tidy").output).toBe("tidied");
    await doors.open("open", "far too late");
    expect((await trial.now()).span("open").status).toBe("cancelled");
  },

  "ends sleeps, waits, backoffs and all that is below": async ({ named, start }) => {
    const child = workflow(named("child")).wait("ask", { event: answer });
    const waiting = workflow(named("waiting"))
      .sleep("night", "8h")
      .step("body", { run: (_params, context) => context.waitFor(answer) })
      .step("flaky", {
        retry: { attempts: 9, delay: "1h" },
        run: () => {
          throw new Error("busy");
        },
      })
      .subflow("inner", { workflow: child })
      .map("each", { over: [1], run: (_params, context) => context.sleep("1h") });
    const trial = await start(waiting);
    for (const path of ["night", "body", "inner/ask", "each[0]"]) await trial.step("wait-started", path);
    await trial.step("attempt-failed", "flaky");
    trial.handle.cancel("enough");
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    for (const path of ["night", "body", "flaky", "inner", "inner/ask", "each", "each[0]"]) {
      expect(run.spanAt(path).cancelled, path).toEqual({ kind: "cancel", reason: "enough" });
    }
  },

  "can come from the signal of the caller, before the run has begun, too": async ({ named, open }) => {
    const doors = createDoors();
    const work = workflow(named("work")).step("open", { run: doors.at("open") });
    const engine = await open({ workflows: [work] });
    const controller = new AbortController();
    const result = engine.run(work, undefined, { signal: controller.signal }).catch((error) => error);
    const { context } = await doors.reached("open");
    controller.abort("not needed");
    await aborted(context.signal);
    await doors.refuse("open", context.signal.reason);
    expect((await result).run.span("open").cancelled).toEqual({ kind: "cancel", reason: "not needed" });
    const early = await engine.run(work, undefined, { signal: AbortSignal.abort("too late") }).catch((error) => error);
    expect(early.run.status).toBe("cancelled");
    expect(early.run.span("open")).toMatchObject({ attempts: [], cancelled: { kind: "cancel", reason: "too late" } });
    expect(doors.count("open")).toBe(1);
  },

  "that comes a second time stops the always steps": async ({ named, start }) => {
    const doors = createDoors();
    const cleaning = workflow(named("cleaning"))
      .step("work", { run: doors.at("work") })
      .step("clean", { always: true, dependsOn: ["work"], run: doors.at("clean") });
    const trial = await start(cleaning);
    await doors.reached("work");
    trial.handle.cancel("first");
    await doors.refuse("work");
    const { context } = await doors.reached("clean");
    expect(context.signal.aborted).toBe(false);
    trial.handle.cancel("second");
    await aborted(context.signal);
    await doors.refuse("clean");
    expect((await trial.end()).span("clean").cancelled).toEqual({ kind: "cancel", reason: "second" });
  },

  "of a run that is over does nothing": async ({ named, start }) => {
    const trial = await start(workflow(named("work")).step("only", { run: () => 1 }));
    await trial.end();
    trial.handle.cancel();
    expect((await trial.now()).status).toBe("succeeded");
  },
});

export const stops = theme("a stop", {
  "ends the run well, with its output; what has not settled is cancelled": async ({ named, start }) => {
    const doors = createDoors();
    const search = workflow(named("search"))
      .step("slow", { run: doors.at("slow") })
      .step("cache", {
        run: async (params, context) => {
          await doors.at("cache")(params, context);
          context.stop("from the cache");
          return "looked it up";
        },
      })
      .step("fetch", { dependsOn: ["cache"], run: () => "from the network" })
      .step("tidy", { always: true, dependsOn: ["fetch"], run: () => "tidied" });
    const trial = await start(search);
    const { context } = await doors.reached("slow");
    await doors.open("cache");
    await aborted(context.signal);
    await doors.refuse("slow");
    const run = await trial.end();
    expect(run.status).toBe("succeeded");
    expect(run.output).toBe("from the cache");
    expect(run.errors).toEqual([]);
    expect(run.span("cache")).toMatchObject({ status: "succeeded", output: "looked it up" });
    for (const name of ["slow", "fetch"] as const) {
      expect(run.span(name).cancelled).toEqual({ kind: "stopped", step: "cache" });
    }
    expect(run.span("tidy").output).toBe("tidied");
  },

  "of a child run ends that alone": async ({ named, run }) => {
    const child = workflow(named("child"))
      .step("look", { run: (_params, context) => context.stop("found") })
      .step("more", { dependsOn: ["look"], run: () => "more" });
    const parent = workflow(named("parent"))
      .subflow("inner", { workflow: child })
      .step("read", { params: { it: ({ stepSpan }) => stepSpan("inner").output }, run: ({ it }) => `read ${it}` });
    const done = await run(parent);
    expect(done.output).toBe("read found");
    expect(done.spanAt("inner/more").cancelled).toEqual({ kind: "stopped", step: "look" });
  },
});

function timeOf(told: object): number {
  return (told as { readonly time: number }).time; // events of the journal have one
}

/** Resolves when a signal is aborted. */
async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
}
