import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/trial.ts";

describe("a span", () => {
  it("has all facts of a step that succeeded", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans").step("fetch", {
        params: { day: ({ input }) => (input as { day: string }).day, limit: 500 },
        run: steps.held("fetch"),
      }),
      { input: { day: "Friday" }, run: { runId: "order 7" }, engine: {} },
    );
    await trial.advance(40);
    await steps.succeed("fetch", [1, 2]);
    const span = (await trial.end()).span("fetch");
    expect(span).toMatchObject({
      name: "fetch",
      path: "fetch",
      id: "order 7/fetch",
      parentId: "order 7",
      status: "succeeded",
      input: { day: "Friday", limit: 500 },
      output: [1, 2],
      error: null,
      vars: {},
      usage: {},
      logs: [],
      attempts: [{ number: 1, startedAt: 0, finishedAt: 40, error: null }],
      dependencies: [],
      queuedAt: 0,
      startedAt: 0,
      finishedAt: 40,
      duration: 40,
      skipped: null,
      cancelled: null,
    });
  });

  it("goes from pending over waiting and running to succeeded", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans")
        .step("busy", { run: steps.held("busy") })
        .step("source", { run: steps.held("source") })
        .step("reader", { params: { value: ({ stepSpan }) => stepSpan("source").output }, run: steps.held("reader") }),
      { engine: { concurrency: 1 } },
    );
    const seen: string[] = [];
    const look = async () => seen.push((await trial.now()).span("reader").status);
    await look();
    await steps.succeed("busy");
    await look();
    trial.engine.start(workflow("other").step("urgent", { priority: 1, run: steps.held("urgent") }));
    await steps.succeed("source");
    await look();
    await steps.succeed("urgent");
    await look();
    await steps.succeed("reader");
    await look();
    expect(seen).toEqual(["pending", "pending", "waiting", "running", "succeeded"]);
  });

  it("waits again between two attempts, and counts both in its duration", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans").step("shaky", { retry: { attempts: 2, delay: 100 }, run: steps.held("shaky") }),
    );
    await trial.advance(10);
    await steps.fail("shaky");
    expect((await trial.statuses()).shaky).toBe("waiting");
    await trial.advance(100);
    await trial.advance(5);
    await steps.succeed("shaky");
    const span = (await trial.end()).span("shaky");
    expect(span.attempts).toMatchObject([
      { number: 1, startedAt: 0, finishedAt: 10, error: { attempt: 1 } },
      { number: 2, startedAt: 110, finishedAt: 115, error: null },
    ]);
    expect(span).toMatchObject({ queuedAt: 0, startedAt: 0, finishedAt: 115, duration: 115 });
  });

  it("tells when it was queued apart from when it started", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans")
        .step("first", { run: steps.held("first") })
        .step("second", { run: steps.held("second") }),
      { engine: { concurrency: 1 } },
    );
    await trial.advance(30);
    await steps.succeed("first");
    await trial.advance(10);
    await steps.succeed("second");
    expect((await trial.end()).span("second")).toMatchObject({
      queuedAt: 0,
      startedAt: 30,
      finishedAt: 40,
      duration: 10,
    });
  });

  it("of a step that never ran has no times but its end, and says why", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans", { failFast: false })
        .step("work", { run: steps.held("work") })
        .step("unwanted", { when: () => false, run: () => 1 })
        .step("below", { dependsOn: ["work"], run: () => 1 }),
    );
    await trial.advance(20);
    await steps.fail("work");
    const run = await trial.end();
    const nothing = {
      queuedAt: null,
      startedAt: null,
      duration: 0,
      attempts: [],
      output: undefined,
      error: null,
      cancelled: null,
    };
    expect(run.span("unwanted")).toMatchObject({
      ...nothing,
      status: "skipped",
      finishedAt: 0,
      skipped: { kind: "guard" },
    });
    expect(run.span("below")).toMatchObject({
      ...nothing,
      status: "skipped",
      finishedAt: 20,
      skipped: { kind: "upstream", step: "work" },
    });
    expect(run.span("below").input).toBe(undefined);
  });

  it("has a path in which the characters that build paths are escaped", async () => {
    const names = ["outer/inner[3]", "loop#2", "100%", "100%25", "grün ✓"];
    let built = workflow("spans").step("plain", { run: () => 1 });
    for (const name of names) built = built.step(name as "other", { run: () => 1 }) as typeof built;
    const run = await createEngine().run(built);
    expect(run.spans.slice(1).map(({ name, path }) => [name, path])).toEqual([
      ["outer/inner[3]", "outer%2Finner%5B3%5D"],
      ["loop#2", "loop%232"],
      ["100%", "100%25"],
      ["100%25", "100%2525"],
      ["grün ✓", "grün ✓"],
    ]);
  });

  it("does not change any more once it has settled", async () => {
    const run = await createEngine().run(workflow("spans").step("only", { run: () => ({ list: [1] }) }));
    const span = run.span("only");
    expect(Object.isFrozen(span.output)).toBe(true);
    expect(Object.isFrozen(span.attempts)).toBe(true);
    expect(() => Object.assign(span, { status: "failed" })).toThrow(TypeError);
    expect(span.status).toBe("succeeded");
  });
});

describe("the spans of a run", () => {
  it("stand in the order in which they started; those that never did follow in the order written", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("spans")
        .step("unwanted", { when: () => false, run: () => 1 })
        .step("late", { priority: -1, run: steps.held("late") })
        .step("early", { run: steps.held("early") })
        .step("alsoUnwanted", { when: () => false, run: () => 1 }),
      { engine: { concurrency: 1 } },
    );
    await steps.succeed("early");
    await steps.succeed("late");
    expect((await trial.end()).spans.map(({ name }) => name)).toEqual(["early", "late", "unwanted", "alsoUnwanted"]);
  });

  it("hang below the span of the run itself", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("spans").step("work", { run: steps.held("work") }), {
      input: { day: "Friday" },
      run: { runId: "order 7" },
    });
    const before = (await trial.now()).rootSpan;
    expect(before).toMatchObject({ status: "running", output: undefined, finishedAt: null });
    await trial.advance(40);
    await steps.succeed("work", 42);
    const run = await trial.end();
    expect(run.rootSpan).toMatchObject({
      name: "spans",
      id: "order 7",
      parentId: null,
      status: "succeeded",
      input: { day: "Friday" },
      output: 42,
      startedAt: 0,
      finishedAt: 40,
      duration: 40,
    });
    expect(run.span("work").parentId).toBe(run.rootSpan.id);
    expect(run).toMatchObject({ startedAt: 0, finishedAt: 40, duration: 40 });
  });

  it("are above the steps what parentSpan gives in a lambda", async () => {
    const run = await createEngine().run(
      workflow("spans").step("only", {
        params: { parent: ({ parentSpan }) => [parentSpan.name, parentSpan.status, parentSpan.input] },
        run: ({ parent }) => parent,
      }),
      "the input",
    );
    expect(run.output).toEqual(["spans", "running", "the input"]);
  });
});
