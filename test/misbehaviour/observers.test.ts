import { workflow } from "@stepspan/dsl";
import { createEngine, type Observer, type RunEvent } from "@stepspan/engine";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { isJournaled, journalObserver } from "../support/journaled.ts";
import { turn } from "../support/turn.ts";
import { untouchable } from "./hostile-values.ts";
import { failureOf } from "./run-failure.ts";

let printed: MockInstance<typeof console.error>;
beforeEach(() => {
  printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  printed.mockRestore();
});

const two = workflow("two")
  .step("a", { run: () => new Map([["a", 1]]) })
  .step("b", {
    params: { map: ({ stepSpan }) => stepSpan("a").output },
    run: ({ map }, context) => {
      context.span.set("seen", map);
      context.log.info("seen", { map });
      return [...map.keys()];
    },
  });

const broken: readonly (readonly [string, Observer["onEvent"], string])[] = [
  [
    "throws",
    () => {
      throw new Error("no paper");
    },
    "Error: no paper",
  ],
  ["rejects", (() => Promise.reject(new Error("no paper"))) as () => void, "Error: no paper"],
  [
    "throws what cannot be looked at",
    () => {
      throw untouchable();
    },
    "a value that cannot be shown",
  ],
];

describe("an observer", () => {
  it.each(broken)("that %s at every event is reported once, and changes nothing", async (_how, onEvent, told) => {
    const events: RunEvent[] = [];
    const engine = createEngine({ observers: [{ onEvent }, journalObserver((event) => void events.push(event))] });

    const run = await engine.run(two);
    await engine.run(two);

    expect(run.output).toEqual(["a"]);
    expect(events.filter(({ type }) => type === "run-finished")).toHaveLength(2);
    expect(printed.mock.calls).toEqual([
      [`An observer of the engine failed: ${told}. The runs go on; mend its onEvent.`],
    ]);
  });

  it("that is slow is not waited for", async () => {
    let finished = 0;
    const never = new Promise<void>(() => undefined);
    const engine = createEngine({
      observers: [
        {
          onEvent: async () => {
            await never;
            finished++;
          },
        },
      ],
    });
    expect((await engine.run(two)).status).toBe("succeeded");
    expect(finished).toBe(0);
  });

  it("that blocks makes the run slower and nothing else", async () => {
    const block = new Int32Array(new SharedArrayBuffer(4));
    const engine = createEngine({ observers: [{ onEvent: () => void Atomics.wait(block, 0, 0, 2) }] });
    expect((await engine.run(two)).output).toEqual(["a"]);
  });

  it("that writes to events cannot change the run", async () => {
    const writes = { done: 0, refused: 0 };
    const meddle = (value: unknown): void => {
      if (value instanceof Map) value.set("forged", 1);
      if (typeof value !== "object" || value === null || value instanceof Error) return;
      try {
        Object.assign(value, { forged: 1 });
        writes.done++;
      } catch {
        writes.refused++;
      }
      for (const part of Object.values(value)) meddle(part);
    };
    const engine = createEngine({ observers: [{ onEvent: meddle }] });
    const handle = engine.start(two, new Map([["input", 1]]));
    for await (const event of handle.events) meddle(event);
    const run = await handle.result;

    expect(writes.refused).toBeGreaterThan(10);
    expect(run.output).toEqual(["a"]);
    expect(run.input).toEqual(new Map([["input", 1]]));
    expect(run.span("b").vars).toEqual({ seen: new Map([["a", 1]]) });
    expect(run.span("b").logs[0]?.fields).toEqual({ map: new Map([["a", 1]]) });
    expect((await engine.runs.get(run.runId))?.span("a").output).toEqual(new Map([["a", 1]]));
  });

  it("that cancels its run at each event cancels it once and does not loop", async () => {
    const handles = new Map<string, () => void>();
    const engine = createEngine({ observers: [{ onEvent: (_event, { runId }) => handles.get(runId)?.() }] });
    const handle = engine.start(two, undefined, { runId: "cancelled" });
    handles.set("cancelled", () => handle.cancel("by its observer"));
    const { run } = await failureOf(handle.result);
    expect(run.spans.map(({ status }) => status)).toEqual(["cancelled", "cancelled"]);
  });

  it("that starts a run for each first event of another does not disturb that one", async () => {
    const started: Promise<unknown>[] = [];
    const engine = createEngine({
      observers: [
        {
          onEvent: ({ type }, { workflow: name }) => {
            if (type === "run-started" && name === "two") started.push(engine.run(inner));
          },
        },
      ],
    });
    const inner = workflow("inner").step("work", { run: () => "inner" });
    expect((await engine.run(two)).output).toEqual(["a"]);
    expect(await Promise.all(started)).toMatchObject([{ output: "inner" }]);
  });
});

describe("a listener of a run's events", () => {
  it("that throws ends its own loop only", async () => {
    const engine = createEngine();
    const handle = engine.start(two);
    const listening = (async () => {
      for await (const _event of handle.events) throw new Error("do not want to hear");
    })();
    await expect(listening).rejects.toThrow("do not want to hear");
    expect((await handle.result).status).toBe("succeeded");
  });

  it("that is slow hears every event once and in order", async () => {
    const engine = createEngine();
    const slow = workflow("slow")
      .step("a", { run: () => turn() })
      .step("b", { dependsOn: ["a"], run: () => turn() })
      .step("c", { dependsOn: ["b"], run: () => 1 });
    const handle = engine.start(slow);
    const heard: number[] = [];
    for await (const event of handle.events) {
      if (isJournaled(event)) heard.push(event.sequence);
      await turn();
    }
    const run = await handle.result;
    expect(run.status).toBe("succeeded");
    expect(heard).toEqual(heard.map((_sequence, index) => index + 1));
    expect(heard.length).toBeGreaterThan(10);
  });

  it("that comes late, when the run is over, hears everything from the first event on", async () => {
    const engine = createEngine();
    const handle = engine.start(two);
    await handle.result;
    const types: string[] = [];
    for await (const { type } of handle.events) types.push(type);
    expect([types[0], types.at(-1)]).toEqual(["run-started", "run-finished"]);
  });
});
