import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { aborted } from "../aborted.ts";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

const answer = defineEvent("answer", z.string());

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
    expect(early.run.span("open").cancelled).toEqual({ kind: "cancel", reason: "too late" });
    expect(early.run.span("open").attempts).toEqual([]);
    expect(doors.count("open")).toBe(1);
  },

  "that comes a second time stops the always steps": async ({ named, start }) => {
    const doors = createDoors();
    const cleaning = workflow(named("cleaning"))
      .step("work", { run: doors.at("work") })
      .step("clean", { always: true, dependsOn: ["work"], run: doors.at("clean") });
    const trial = await start(cleaning);
    const work = await doors.reached("work");
    trial.handle.cancel("first");
    await aborted(work.context.signal);
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
