import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

describe("a snapshot", () => {
  it("is plain JSON: its text is all that another process needs", async () => {
    const trial = await begin(workflow("w").wait("ask", { event: answer }), { run: { runId: "run-1" } });
    const snapshot = await trial.handle.snapshot();
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(snapshot).toMatchObject({
      format: "stepspan-run",
      version: 1,
      runId: "run-1",
      workflow: "w",
      resources: [],
    });
    expect((await trial.now()).status).toBe("paused");
  });

  it("waits for attempts that are open: the run is paused first", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("work", { run: steps.held("work") }));
    const snapshot = trial.handle.snapshot();
    expect(await outcomeOf(snapshot)).toBe("open");
    await steps.succeed("work", "kept");
    expect(JSON.stringify(await snapshot)).toContain("kept");
  });
});

describe("a run that goes on in another engine", () => {
  it("runs no step again that succeeded, and ends as it would have", async () => {
    const calls: string[] = [];
    const build = () => {
      const steps = createHeldSteps();
      const pipeline = workflow("pipeline", { input: z.object({ n: z.number() }) })
        .step("first", {
          params: { n: ({ input }) => input.n },
          run: ({ n }, context) => {
            calls.push("first");
            context.span.set("mark", "seen");
            context.usage.add("tokens", 5);
            context.log.info("worked");
            return n + 1;
          },
        })
        .step("second", {
          params: { n: ({ stepSpan }) => stepSpan("first").output },
          run: steps.held<number>("second"),
        })
        .step("third", {
          params: {
            n: ({ stepSpan }) => stepSpan("second").output,
            mark: ({ stepSpan }) => stepSpan("first").vars.mark,
          },
          run: ({ n, mark }, context) => {
            context.usage.add("tokens", 1);
            return `${n} ${mark}`;
          },
        });
      return { steps, pipeline };
    };
    const one = build();
    const here = await begin(one.pipeline, { input: { n: 1 }, run: { metadata: { request: "r-1" } } });
    const taking = snapshotText(here.handle);
    await one.steps.succeed("second", 20);
    const two = build();
    const there = await resumeElsewhere(here, await taking, two.pipeline);
    const run = await there.end();
    expect(run.output).toBe("20 seen");
    expect(calls).toEqual(["first"]);
    expect(two.steps.calls("second")).toEqual([]);
    expect(run).toMatchObject({ runId: here.handle.runId, metadata: { request: "r-1" }, usage: { tokens: 6 } });
    expect(run.span("first")).toMatchObject({ vars: { mark: "seen" }, logs: [{ message: "worked" }] });
    expect(there.events.map(({ type }) => type).slice(-2)).toEqual(["step-succeeded", "run-finished"]);
  });

  it("has the whole story in its events, from the first on", async () => {
    const here = await begin(workflow("w").wait("ask", { event: answer }));
    const text = await snapshotText(here.handle);
    const there = await resumeElsewhere(here, text, workflow("w").wait("ask", { event: answer }));
    await send(there, answer, 1);
    const types: string[] = [];
    for await (const event of there.handle.events) types.push(event.type);
    expect(types).toEqual([
      "run-started",
      "wait-started",
      "run-paused",
      "run-resumed",
      "event-sent",
      "wait-ended",
      "step-succeeded",
      "run-finished",
    ]);
  });

  it("knows how far a join had counted, what stands in mailboxes, and who waits", async () => {
    const build = () => {
      const steps = createHeldSteps();
      const built = workflow("counting")
        .step("a", { run: steps.held<number>("a") })
        .step("b", { run: steps.held<number>("b") })
        .wait("c", { event: answer })
        .on("listen", {
          event: defineEvent("note"),
          params: { text: ({ event }) => event },
          run: (params, context) => steps.held(`note ${params.text}`)(params, context),
        })
        .step("join", { dependsOn: ["a", "b", "c"], run: () => "joined" });
      return { steps, built };
    };
    const one = build();
    const here = await begin(one.built);
    for (const text of ["x", "y", "z"]) await send(here, "note", text);
    await one.steps.succeed("a");
    await one.steps.succeed("note x");
    const taking = snapshotText(here.handle);
    for (const name of ["note y", "b"]) await one.steps.succeed(name);
    const two = build();
    const there = await resumeElsewhere(here, await taking, two.built);
    expect(two.steps.open).toEqual(["note z"]);
    expect(there.handle.waits.map(({ path }) => path)).toEqual(["c"]);
    await two.steps.succeed("note z");
    await send(there, answer, "go");
    const run = await there.end();
    expect(run.span("join").output).toBe("joined");
    expect(run.span("listen").output).toEqual(["note x", "note y", "note z"]);
  });

  it("has the values of its state", async () => {
    const build = () =>
      workflow("stateful", { state: z.object({ total: z.number().default(0) }) })
        .step("add", { run: (_params, context) => context.state.set("total", 5) })
        .wait("ask", { event: answer, dependsOn: ["add"] })
        .step("read", { dependsOn: ["ask"], run: (_params, context) => context.state.get("total") });
    const here = await begin(build());
    const there = await resumeElsewhere(here, await snapshotText(here.handle), build());
    await send(there, answer, "go");
    const run = await there.end();
    expect(run.output).toBe(5);
    expect(run.state).toEqual({ total: 5 });
  });

  it("reads outputs that stay frozen, as they were before", async () => {
    const build = () =>
      workflow("frozen")
        .step("list", { run: () => [1, 2] })
        .wait("ask", { event: answer, dependsOn: ["list"] })
        .step("write", {
          dependsOn: ["ask"],
          params: { list: ({ stepSpan }) => stepSpan("list").output },
          run: ({ list }) => (list as number[]).push(3),
        });
    const here = await begin(build());
    const there = await resumeElsewhere(here, await snapshotText(here.handle), build());
    await send(there, answer, "go");
    here.handle.resume();
    await send(here, answer, "go");
    const messages = await Promise.all([here, there].map(async (trial) => (await trial.error()).errors[0]?.message));
    expect(messages[0]).toContain("Copy it first");
    expect(messages[1]).toBe(messages[0]);
  });

  it("ends when its signal is aborted, also if that happened before", async () => {
    const build = () => workflow("w").wait("ask", { event: answer });
    const here = await begin(build());
    const text = await snapshotText(here.handle);
    const there = await resumeElsewhere(here, text, build(), { resume: { signal: AbortSignal.abort("too late") } });
    const run = await there.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("ask").cancelled).toEqual({ kind: "cancel", reason: "too late" });
    await turn();
  });
});
