import { workflow as restateWorkflow, type WorkflowContext } from "@restatedev/restate-sdk";
import { createReadingCodec } from "@stepspan/engine/reading";
import { createRestateEngine } from "@stepspan/restate";
import { createClassRegistry, type StoredRun, StoreError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { reached } from "../support/observed.ts";
import { servedServices } from "../support/served-services.ts";
import { engineOf, servedHere, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const ids = (runs: readonly StoredRun[]) => runs.map(({ runId }) => runId);

const quick = (name: string, version?: string) =>
  workflow(name, version === undefined ? {} : { version }).step("one", { run: () => 1 });

const failing = (name: string) =>
  workflow(name).step("one", {
    run: (): never => {
      throw new Error("no");
    },
  });

const waiting = (name: string) => workflow(name).wait("wait", { event: { name: "go", schema: null } });

describe("the runs that Restate keeps", () => {
  it("are listed in the order in which they began, by every property, page by page", async () => {
    const base = uniqueName("listed");
    const [fine, broken, open] = [quick(base), failing(`${base}-broken`), waiting(`${base}-open`)];
    const engine = await servedHere({ workflows: [fine, broken, open] });
    const began: string[] = [];
    for (let number = 0; number < 5; number++) began.push((await engine.run(fine)).runId);
    await engine.run(broken).catch(() => undefined);
    const paused = engine.start(open);
    await reached(paused, "wait", "wait-started");
    await paused.pause();

    expect(ids(await engine.runs.list({ workflow: base }))).toEqual(began);
    expect(ids(await engine.runs.list({ workflow: base, newestFirst: true }))).toEqual(began.toReversed());
    expect(ids(await engine.runs.list({ workflow: base, limit: 2 }))).toEqual(began.slice(0, 2));
    expect(ids(await engine.runs.list({ workflow: base, limit: 2, after: began[1]! }))).toEqual(began.slice(2, 4));
    expect(ids(await engine.runs.list({ workflow: base, after: began[3]!, newestFirst: true }))).toEqual(began.slice(0, 3).toReversed()); // biome-ignore format: one line
    expect(await engine.runs.list({ workflow: base, status: "failed" })).toEqual([]);
    expect(ids(await engine.runs.list({ workflow: base, status: ["failed", "succeeded"] }))).toEqual(began);
    expect(await engine.runs.list({ workflow: broken.name })).toMatchObject([{ status: "failed" }]);
    expect(await engine.runs.list({ workflow: open.name, status: ["running", "paused"] })).toMatchObject([
      { runId: paused.runId, status: "paused", finishedAt: null },
    ]);
    const all = await engine.runs.list({ workflow: base });
    const { startedAt } = all[2]!;
    expect(await engine.runs.list({ workflow: base, startedFrom: startedAt })).toEqual(all.filter((run) => run.startedAt >= startedAt)); // biome-ignore format: one line
    expect(await engine.runs.list({ workflow: base, startedBefore: startedAt })).toEqual(all.filter((run) => run.startedAt < startedAt)); // biome-ignore format: one line
    const isOfThisTest = ({ workflow: name }: StoredRun) => name.startsWith(base);
    expect(ids((await engine.runs.list({ dueBefore: Infinity })).filter(isOfThisTest))).toEqual([paused.runId]);
    await expect(engine.runs.list({ after: "nobody's" })).rejects.toThrow(StoreError);
    paused.cancel();
    await paused.result.catch(() => undefined);
    expect(all[0]).toEqual({
      ...{ runId: began[0], workflow: base, status: "succeeded", startedAt: expect.any(Number) },
      ...{ finishedAt: expect.any(Number), events: 5, dueAt: null, lease: null },
    });
  });

  it("are listed with those of all versions of a workflow, and no other", async () => {
    const name = uniqueName("versions");
    const [first, second, other] = [quick(name), quick(name, "2"), quick(`${name}.v_2`)];
    await servedHere({ workflows: [second] });
    const engine = await servedHere({ workflows: [first, other] });
    const began = [(await engine.run(first)).runId, (await engine.run(second)).runId];
    await engine.run(other);
    expect(ids(await engine.runs.list({ workflow: name }))).toEqual(began);
    expect(await engine.runs.list({ workflow: other.name })).toHaveLength(1);
  });

  it("have any text as an id", async () => {
    const flow = quick(uniqueName("odd"));
    const engine = await servedHere({ workflows: [flow] });
    const unique = uniqueName("odd");
    const odd = [
      ...["it's", "'; drop table state; --", "../../etc/passwd", "%2e%2e", "a/b?c#d", "\\", '"quoted"', "\u202egpj"],
      ...[
        "<img src=x onerror=alert(1)>",
        "日本語 🧵",
        "line\nbreak",
        "tab\t",
        "\u001b[31mred",
        "x".repeat(2000),
        "null\0",
      ],
    ].map((id) => `${unique} ${id}`);
    for (const runId of odd) {
      const run = await engine.run(flow, undefined, { runId });
      expect(run.runId).toBe(runId);
      expect((await engine.runs.get(runId))?.output).toBe(1);
      expect(await engine.store.runs.get(runId)).toMatchObject({ runId, status: "succeeded" });
    }
    expect(ids(await engine.runs.list({ workflow: flow.name }))).toEqual(odd);
    expect(await engine.runs.get(`${unique} it''s`)).toBeUndefined();
  });

  it("show the same spans as when they ended, also where their workflow is not known, and as they were", async () => {
    const name = uniqueName("shown");
    const flow = workflow(name)
      .map("items", { over: () => [1, 2, 3], params: { item: ({ item }) => item }, run: ({ item }: { item: number }) => item * 2 })
      .subflow("below", { workflow: quick(`${name}-below`) })
      .step("last", { dependsOn: ["items", "below"], run: () => new Set(["a"]) }); // biome-ignore format: short
    const engine = await servedHere({ workflows: [flow] });
    const run = await engine.run(flow);
    const stranger = engineOf(await sharedServer());
    const shown = await stranger.runs.get(run.runId);
    expect(JSON.stringify(shown?.spans)).toBe(JSON.stringify(run.spans));
    expect(shown?.output).toEqual(new Set(["a"]));
    expect(shown?.spanAt("below/one").output).toBe(1);
    const before = await stranger.runs.at(run.runId, 2);
    expect(before?.status).toBe("running");
    expect(before?.span("last").status).toBe("pending");
    expect(await stranger.runs.get("nobody's")).toBeUndefined();
    await expect(stranger.runs.at(run.runId, 0)).rejects.toThrow("engine.runs.at got 0 as the sequence number");
  });

  it("are read from any position, however their events were stored", async () => {
    const flow = workflow(uniqueName("positions")).map("items", {
      over: () => Array.from({ length: 40 }, (_none, index) => index),
      params: { item: ({ item }) => item },
      run: ({ item }: { item: number }) => item,
    });
    const engine = await servedHere({ workflows: [flow] });
    const { runId } = await engine.run(flow);
    const all = await engine.store.open(runId).read(0, Infinity);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_event, index) => index + 1));
    const journal = engine.store.open(runId);
    for (const [position, limit] of [
      [0, 1],
      [1, 7],
      [8, 50],
      [3, 2],
      [all.length - 1, 5],
      [all.length, 5],
      [all.length + 9, 5],
    ] as const) {
      // biome-ignore format: one line
      expect(await journal.read(position, limit)).toEqual(all.slice(position, position + limit));
    }
    for (let position = 0; position < all.length; position += 5) {
      expect(await engine.store.open(runId).read(position, 5)).toEqual(all.slice(position, position + 5));
    }
    expect((await engine.store.runs.get(runId))?.events).toBe(all.length);
  });

  it("are read with the classes of the engine, or as what stands for them", async () => {
    class Point {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Point, { name: "Point", encode: ({ x }) => x, decode: (x) => new Point(Number(x)) });
    const { ingressUrl, adminUrl } = await sharedServer();
    const flow = workflow(uniqueName("classes")).step("point", { run: () => new Point(3) });
    const engine = await servedHere({ workflows: [flow], classes });
    const run = await engine.run(flow);
    expect(run.output).toEqual(new Point(3));
    const tool = createRestateEngine({ ingressUrl, adminUrl, codec: createReadingCodec() });
    expect((await tool.runs.get(run.runId))?.output).toMatchObject({ className: "Point" });
    await tool.close();
  });

  it("are not written by those who look at them", async () => {
    const engine = engineOf(await sharedServer());
    const { store } = engine;
    expect(() => store.open("r").append(0, [])).toThrow(
      /^The runs in Restate at http:\/\/127\.0\.0\.1:\d+ are only read here, so nobody can write to the journal of run "r": they write themselves\. Start and steer them with the engine: createRestateEngine\(\{ ingressUrl, adminUrl \}\)\.$/,
    );
    expect(() => store.runs.prune({ status: "failed", limit: 1 })).toThrow(StoreError);
    expect(() => store.leases.take("me", { now: 0, limit: 1 })).toThrow(StoreError);
    expect(() => store.states.read({ workflow: "w", step: null })).toThrow(StoreError);
    expect(() => store.memos.prune(0)).toThrow(StoreError);
    expect(store.isShared).toBe(true);
  });

  it("are told apart from what others have written under such a name", async () => {
    const server = await sharedServer();
    const name = `stepspan.run.${uniqueName("strange")}`;
    const states: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      unbegun: { other: 1 },
      damaged: { meta: { status: "fine" } },
      "not-events": { meta: good(), e0000000000: [{ type: "run-started" }] },
      gap: { meta: good(), e0000000003: [] },
      endless: { meta: { ...good(), problem: "its second step is broken" } },
    };
    const definition = restateWorkflow({
      name,
      handlers: {
        run: async (context: WorkflowContext) => {
          for (const [key, value] of Object.entries(states[context.key.split(" ")[1]!]!)) context.set(key, value);
          return { chunks: null };
        },
      },
    });
    await servedServices([definition], server.adminUrl);
    const runId = (key: string) => `${name} ${key}`;
    for (const key of Object.keys(states)) {
      await fetch(`${server.ingressUrl}/${name}/${encodeURIComponent(runId(key))}/run`, { method: "POST" });
    }
    const engine = engineOf(server);
    expect(await engine.store.runs.get(runId("unbegun"))).toBeNull();
    expect(await engine.runs.get(runId("unbegun"))).toBeUndefined();
    await expect(engine.store.runs.get(runId("damaged"))).rejects.toThrow(
      `What Restate keeps of run ${JSON.stringify(runId("damaged"))} in brief is not what a run writes.`,
    );
    await expect(engine.runs.get(runId("not-events"))).rejects.toThrow('Event 1 ("run-started") cannot be read back');
    await expect(engine.runs.get(runId("gap"))).rejects.toThrow(
      `The events of run ${JSON.stringify(runId("gap"))} in Restate cannot be read: event 1 is missing.`,
    );
    await expect((await engine.resume(runId("endless"))).result).rejects.toThrow(
      new StoreError(
        `Run ${JSON.stringify(runId("endless"))} of workflow "w" has no end in Restate: its second step is broken. Nothing goes on with it: start another run.`,
      ),
    );
  });
});

function good(): object {
  return { runId: "r", workflow: "w", version: null, status: "running", startedAt: 1, finishedAt: null, events: 1 };
}
