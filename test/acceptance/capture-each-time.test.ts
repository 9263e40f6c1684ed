import { createEngine, defineEvent, MissingResourceError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";

interface Db {
  readonly name: string;
}

const ordered = defineEvent("ordered", z.object({ id: z.string() }));
const basket = z.object({ items: z.array(z.string()).default([]), owner: z.string().default("nobody") });

/** A child that adds to what it captured, and says what it has then. */
const child = workflow("child", { input: z.object({ name: z.string() }), state: basket })
  .resources<{ db: Db }>()
  .step("add", {
    params: { name: ({ input }) => input.name },
    run: ({ name }, { state, resources }) => {
      state.append("items", name);
      return `${resources.require("db").name}: ${state.get("items", []).join("+")}`;
    },
  });
const capture = { state: { items: "items" }, resources: { db: "shop" } } as const;
const parent = workflow("parent", { state: basket })
  .resources<{ shop: Db }>()
  .step("fill", { run: (_params, { state }) => state.set("items", ["apple"]) });
const shop: Db = { name: "shop" };

describe("what the workflow of a map captures", () => {
  it("comes to each item, which has a copy of its own of the state and the same resources", async () => {
    const built = parent.map("each", {
      over: ["a", "b"],
      dependsOn: ["fill"],
      params: { name: ({ item }) => item },
      run: child,
      capture,
    });
    await using engine = createEngine();
    const run = await engine.run(built, undefined, { resources: { shop } });
    expect(run.output).toEqual(["shop: apple+a", "shop: apple+b"]);
    expect(run.state.items).toEqual(["apple"]);
  });

  it("is taken when the item begins", async () => {
    const first = workflow("first", { state: basket })
      .wait("ask", { event: ordered })
      .step("read", { dependsOn: ["ask"], run: (_params, { state }) => state.get("items", []) });
    const built = workflow("parent", { state: basket })
      .map("each", { over: [1, 2], concurrency: 1, run: first, capture: { state: { items: "items" } } })
      .on("more", {
        event: ordered,
        params: { id: ({ event }) => event.id },
        run: ({ id }, { state }) => state.append("items", id),
      });
    const trial = await begin(built);
    await send(trial, ordered, { id: "a" });
    await send(trial, ordered, { id: "b" });
    const run = await trial.end();
    expect(run.span("each").output).toEqual([[], ["a"]]);
  });

  it("is that of the run that goes on elsewhere too", async () => {
    const waiting = workflow("waiting", { state: basket })
      .resources<{ db: Db }>()
      .wait("ask", { event: ordered })
      .step("read", {
        dependsOn: ["ask"],
        run: (_params, { state, resources }) => `${resources.require("db").name}: ${state.get("items", [])}`,
      });
    const build = () =>
      workflow("parent", { state: basket })
        .resources({ shop })
        .step("fill", { run: (_params, { state }) => state.set("items", ["apple"]) })
        .map("each", { over: [1, 2], dependsOn: ["fill"], run: waiting, capture });
    const here = await begin(build());
    const there = await resumeElsewhere(here, await snapshotText(here.handle), build());
    await send(there, ordered, { id: "a" });
    await send(there, ordered, { id: "b" });
    expect((await there.end()).output).toEqual(["shop: apple", "shop: apple"]);
  });
});

describe("what the workflow of a loop captures", () => {
  it("is taken anew for each iteration", async () => {
    const built = parent.loop("again", {
      dependsOn: ["fill"],
      params: { name: ({ iteration }) => `i${iteration}` },
      run: child,
      capture,
      until: () => false,
      maxIterations: 2,
    });
    await using engine = createEngine();
    const run = await engine.run(built, undefined, { resources: { shop } });
    expect(run.span("again").items.map((item) => item.status === "succeeded" && item.output)).toEqual([
      "shop: apple+i1",
      "shop: apple+i2",
    ]);
  });
});

describe("what the workflow of an on captures", () => {
  it("is taken anew for each event", async () => {
    const built = parent
      .on("each", { event: ordered, params: { name: ({ event }) => event.id }, run: child, capture })
      .step("send", {
        dependsOn: ["fill"],
        run: (_params, context) => {
          context.send(ordered, { id: "a" });
          context.send(ordered, { id: "b" });
        },
      });
    await using engine = createEngine();
    const run = await engine.run(built, undefined, { resources: { shop } });
    expect(run.span("each").output).toEqual(["shop: apple+a", "shop: apple+b"]);
  });
});

describe("a captured value that is undefined", () => {
  it("is left out: the child has what its own schema gives", async () => {
    const reader = workflow("reader", {
      state: z.object({ owner: z.string().default("nobody"), note: z.string() }),
    }).step("read", { run: (_params, { state }) => [state.get("owner"), state.has("note")] });
    const built = workflow("parent", { state: z.object({ owner: z.string(), note: z.string() }) })
      .subflow("once", { workflow: reader, capture: { state: ({ owner, note }) => ({ owner, note }) } })
      .map("each", { over: [1], run: reader, capture: { state: ({ owner, note }) => ({ owner, note }) } });
    const run = await (await begin(built)).end();
    expect([run.span("once").output, run.span("each").output]).toEqual([["nobody", false], [["nobody", false]]]);
  });
});

describe("a resource that an item does not have", () => {
  const plain = workflow("plain").step("use", { run: (_params, { resources }) => resources.require("db") });

  it("is to be captured, which a map can do", async () => {
    await using engine = createEngine();
    const built = workflow("parent").map("each", { over: [1], run: plain });
    const thrown = await engine.run(built, undefined, { resources: { db: 1 } }).catch((error: unknown) => error);
    expect(missing(thrown)?.message).toBe(
      'Step "use" of workflow "plain" requires the resource "db", which is not there. There are none. Capture it from the parent: capture: { resources: ["db"] }; give it to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
    );
    const captured = workflow("parent").map("each", { over: [1], run: plain, capture: { resources: ["db"] } });
    expect((await engine.run(captured, undefined, { resources: { db: 1 } })).output).toEqual([1]);
  });

  it("is missed in the parent if the parent has it not", async () => {
    await using engine = createEngine();
    const built = workflow("parent").map("each", { over: [1], run: plain, capture: { resources: { db: "shop" } } });
    const thrown = await engine.run(built).catch((error: unknown) => error);
    expect(missing(thrown)?.message).toBe(
      'Step "each" of workflow "parent" captures for its sub-workflow, as "db", the resource "shop", which is not there. There are none. Give it to the run: engine.run(workflow, input, { resources: { shop } }); to the engine: createEngine({ resources: { shop } }); or as a default to the workflow: .resources({ shop }).',
    );
  });
});

function missing(thrown: unknown): MissingResourceError | null {
  if (thrown instanceof MissingResourceError) return thrown;
  return thrown instanceof Error && thrown.cause !== undefined ? missing(thrown.cause) : null;
}
