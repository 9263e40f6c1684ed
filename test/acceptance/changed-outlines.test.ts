import { createEngine, defineEvent, memoryStore, type RunSnapshot, workflow } from "stepspan";
import { describe, expect, it } from "vitest";

const answer = defineEvent("answer");

const asking = () =>
  workflow("asking")
    .step("first", { run: () => ({ low: 1, high: 2 }) })
    .wait("answer", { event: answer, dependsOn: ["first"] });

const sum = ({ a, b }: { a: number; b: number }) => a + b;

/** Parameters in an order that is not that of their names, and a read below the output. */
const before = asking().step("last", {
  params: { b: ({ stepSpan }) => stepSpan("first").output.high, a: ({ stepSpan }) => stepSpan("first").output.low },
  run: sum,
});

const after = asking()
  .step("added", { run: () => "new" })
  .step("last", {
    params: { b: ({ stepSpan }) => stepSpan("first").output.high, a: ({ stepSpan }) => stepSpan("first").output.low },
    run: sum,
  });

async function waiting(): Promise<RunSnapshot> {
  await using engine = createEngine();
  const handle = engine.start(before);
  for await (const { type } of handle.events) if (type === "wait-started") break;
  const snapshot = await handle.snapshot();
  handle.cancel();
  await handle.result.catch(() => undefined);
  return JSON.parse(JSON.stringify(snapshot)) as RunSnapshot; // as it was
}

/** The outlines of a run, in order, once it went on with that workflow from one engine to the next. */
async function outlines(snapshot: RunSnapshot, workflows: readonly (typeof before | typeof after)[]) {
  const store = memoryStore();
  let latest = snapshot;
  for (const made of workflows) {
    await using engine = createEngine({ store, workflows: [made as typeof before] });
    const handle = engine.resume(latest);
    for await (const { type } of handle.events) if (type === "run-resumed") break;
    latest = JSON.parse(JSON.stringify(await handle.snapshot())) as RunSnapshot; // as it was
  }
  const events = await store.open(snapshot.runId).read(0, Infinity);
  return events.flatMap((event) => ("outline" in event ? [[event.type, event.outline.root]] : []));
}

describe("the journal of a run that goes on", () => {
  const [old, now] = [before.fingerprint, after.fingerprint];

  it("has no new outline with the same definition", async () => {
    expect(await outlines(await waiting(), [before])).toEqual([["run-started", old]]);
  });

  it("has one with another definition, and none again while that stays", async () => {
    expect(await outlines(await waiting(), [after, after])).toEqual([
      ["run-started", old],
      ["definition-changed", now],
    ]);
  });
});

describe("the outline of a workflow", () => {
  const kept = workflow("kept")
    .step("first", { run: () => ({ low: 1, high: 2 }) })
    .step("last", {
      when: ({ stepSpan }) => stepSpan("first").output.low > 0,
      params: { b: ({ stepSpan }) => stepSpan("first").output.high, a: ({ stepSpan }) => stepSpan("first").output.low },
      run: sum,
    });

  it("tells how steps are read where that is not the usual way, and its fingerprint is that of before it did", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store });
    const { runId } = await engine.run(kept);
    const [started] = await store.open(runId).read(0, 1);
    const outline = started?.type === "run-started" ? started.outline : null;
    expect(outline?.root).toBe("b58n5ab4pp");
    expect(outline?.workflows.b58n5ab4pp?.steps.map(({ edges }) => edges)).toEqual([
      undefined,
      [
        ["when", "first", "required", "plain", "output", "low"],
        ["params.b", "first", "required", "plain", "output", "high"],
        ["params.a", "first", "required", "plain", "output", "low"],
      ],
    ]);
  });
});
