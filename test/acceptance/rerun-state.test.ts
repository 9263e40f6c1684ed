import { createReplayingEngine } from "@stepspan/engine/testing";
import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { calledBodies, rerunOf } from "../support/earlier-and-rerun.ts";
import { turn } from "../support/turn.ts";

const note = defineEvent("note", z.string());

describe("the state of a rerun", () => {
  it("is what the reused steps made of it", async () => {
    const { calls, body } = calledBodies();
    const adding = workflow("w", {
      state: z.object({ list: z.array(z.string()).default(["zero"]), at: z.number().optional() }),
    })
      .step("first", {
        run: (_params, { state }) => {
          state.append("list", "first");
          state.set("at", 1);
        },
      })
      .step("second", { dependsOn: ["first"], run: (_params, { state }) => state.append("list", "second") })
      .map("each", {
        dependsOn: ["second"],
        over: () => ["a", "b"],
        concurrency: 1,
        params: { name: ({ item }) => item },
        run: ({ name }, { state }) => state.append("list", name),
      })
      .step("end", {
        dependsOn: ["each"],
        run: (_params, { state }) => {
          body("end", 1)();
          state.append("list", "end");
          return state.get("list");
        },
      });
    const { first, second, engine } = await rerunOf(adding, { from: "end" }, { calls });
    expect(calls).toEqual(["end"]);
    expect(second.output).toEqual(["zero", "first", "second", "a", "b", "end"]);
    expect(second.state).toEqual(first.state);
    expect(second.span("each").stateChanges).toHaveLength(2);
    const third = await (await engine.rerun("second", { from: "second" })).result;
    expect(third.state).toEqual(first.state);
    const all = await (await engine.rerun("second", { from: "first" })).result;
    expect(all.state).toEqual(first.state);
  });

  it("has what was appended at the end of a list that is shorter now", async () => {
    const { calls } = calledBodies();
    const listing = workflow("w")
      .step("a", { run: (_params, { state }) => state.set("list", ["a"]) })
      .step("b", { dependsOn: ["a"], run: (_params, { state }) => state.append("list", "b") })
      .step("c", {
        run: async (_params, { state }) => {
          while (!state.has("list") || (state.get("list") as string[]).length < 2) await Promise.resolve();
          state.append("list", "c");
        },
      });
    const { first, second } = await rerunOf(listing, { from: "b" }, { calls });
    expect(first.state).toEqual({ list: ["a", "b", "c"] });
    expect(second.state).toEqual({ list: ["a", "c", "b"] });
  });

  it("refuses to reuse a step whose change rests on one that runs again", async () => {
    const { calls } = calledBodies();
    const resting = workflow("w")
      .step("make", { run: (_params, { state }) => state.set("order", { items: {} }) })
      .step("fill", {
        run: async (_params, { state }) => {
          while (!state.has("order")) await Promise.resolve();
          state.update((draft) => {
            (draft.order as { items: { pen?: number } }).items.pen = 5;
          });
        },
      });
    await expect(rerunOf(resting, { from: "make" }, { calls })).rejects.toThrow(
      'Step "fill" cannot be reused: it changed .order.items.pen of the state, which rests on what step "make" wrote, and "make" runs again. Rerun from an earlier step on which both depend, or let "fill" depend on "make", so that it runs again too: dependsOn: ["make"].',
    );
    expect((await rerunOf(resting, { from: "fill" }, { calls })).second.state).toEqual({
      order: { items: { pen: 5 } },
    });
  });

  it("leaves the states of steps as they are now: what changed them is not repeated", async () => {
    const { calls } = calledBodies();
    const remembering = workflow("w")
      .step("a", { run: (_params, { stepState }) => stepState.set("tries", 1) })
      .step("b", { run: () => 2 });
    const { first, second } = await rerunOf(remembering, { from: "b" }, { calls });
    expect(first.span("a").stateChanges).toHaveLength(1);
    expect(second.span("a").stateChanges).toEqual([]);
    expect(second.state).toEqual({});
  });

  it("has the defaults of keys that the workflow has got since", async () => {
    const { calls } = calledBodies();
    const old = workflow("w", { state: z.object({ a: z.number().default(1) }) }).step("x", { run: () => 1 });
    const now = workflow("w", { state: z.object({ a: z.number().default(2), b: z.number().default(3) }) }).step("x", {
      run: () => 1,
    });
    const { second } = await rerunOf(old, { from: "x", workflow: now }, { calls });
    expect(second.state).toEqual({ a: 1, b: 3 });
  });

  it("has what a sub-workflow wrote back, and nothing of what changed in it", async () => {
    const { calls } = calledBodies();
    const inner = workflow("inner").step("deep", {
      run: (_params, { state }) => {
        state.set("secret", 1);
        return "told";
      },
    });
    const outer = workflow("w")
      .subflow("below", {
        workflow: inner,
        params: {},
        writeBack: {
          state: (draft, { output }) => {
            draft.said = output;
          },
        },
      })
      .step("end", { dependsOn: ["below"], run: (_params, { state }) => state.get("said") });
    const { second } = await rerunOf(outer, { from: "end" }, { calls });
    expect(second.output).toBe("told");
    expect(second.state).toEqual({ said: "told" });
  });
});

describe("events between steps, in a rerun", () => {
  /** `sender` sends two notes; `taker` waits for the second, `each` comes to both of those of another name. */
  function sending() {
    const bodies = calledBodies();
    const told = defineEvent("told", z.number());
    const flow = workflow("w")
      .step("sender", {
        run: (_params, context) => {
          bodies.calls.push("sender");
          context.send(note, "one");
          context.send(note, "two");
          context.send(told, 1);
          context.send(told, 2);
        },
      })
      .wait("taker", { event: note, where: (text) => text === "two" })
      .on("each", {
        event: told,
        params: { n: ({ event }) => event },
        run: ({ n }) => {
          bodies.calls.push(`each ${n}`);
          return n * 10;
        },
      })
      .step("end", {
        params: { all: ({ stepSpan }) => [stepSpan("taker").output, stepSpan("each").output] },
        run: ({ all }) => {
          bodies.calls.push("end");
          return all;
        },
      });
    return { ...bodies, flow };
  }

  it("are sent again to a wait and to an `on` step that run again", async () => {
    const { calls, flow } = sending();
    const { first, second, engine } = await rerunOf(flow, { from: "taker" }, { calls });
    expect(first.output).toEqual(["two", [10, 20]]);
    expect(calls).toEqual(["end"]);
    expect(second.output).toEqual(first.output);
    expect(second.span("taker").reusedFrom).toBe(null);
    calls.length = 0;
    expect((await (await engine.rerun("first", { from: "each" })).result).output).toEqual(first.output);
    expect(calls).toEqual(["each 1", "each 2", "end"]);
  });

  it("are not sent again to those that had them, and nobody takes what nobody took", async () => {
    const { calls, flow } = sending();
    const { first, second } = await rerunOf(flow, { from: "end" }, { calls });
    expect(calls).toEqual(["end"]);
    expect(first.unhandledEvents.map(({ data }) => data)).toEqual(["one"]);
    expect(second.unhandledEvents.map(({ data }) => data)).toEqual(["one"]);
  });

  it("take those with them that had them from a step that runs again", async () => {
    const { calls, flow } = sending();
    const { first, second } = await rerunOf(flow, { from: "sender" }, { calls });
    expect(calls).toEqual(["sender", "each 1", "each 2", "end"]);
    expect(second.output).toEqual(first.output);
  });

  it("come from the run in which their sender ran, however often it was reused since", async () => {
    const { calls, flow } = sending();
    const { first, engine } = await rerunOf(flow, { from: "end" }, { calls });
    calls.length = 0;
    const third = await (await engine.rerun("second", { from: "taker" })).result;
    expect(third.output).toEqual(first.output);
    expect(calls).toEqual(["end"]);
  });

  it("from outside are not repeated: a wait that runs again asks again", async () => {
    const { calls } = calledBodies();
    const asking = workflow("w")
      .wait("ask", { event: note })
      .step("end", {
        params: { text: ({ stepSpan }) => stepSpan("ask").output },
        run: ({ text }) => text,
      });
    const engine = createReplayingEngine();
    const first = engine.start(asking, undefined, { runId: "first" });
    await first.send(note, "hello");
    await first.result;
    expect((await (await engine.rerun("first", { from: "end" })).result).output).toBe("hello");
    const again = await engine.rerun("first", { from: "ask" });
    await turn();
    expect(again.waits.map(({ path }) => path)).toEqual(["ask"]);
    await again.send(note, "again");
    expect((await again.result).output).toBe("again");
    expect(calls).toEqual([]);
  });
});
