import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { callsOf, withState } from "../../../../test/restate/support/called-steps.ts";

const state = z.object({ count: z.number().default(0), list: z.array(z.number()).optional(), at: z.coerce.number().optional() }); // biome-ignore format: one thought

describe("the state of the run in a call", () => {
  it("is changed at once, and the changes are told as operations in their order", async () => {
    const call = callsOf(
      workflow("counting").step("change", {
        run: (_: object, { state }) => {
          state.set("a", { b: 1 });
          state.append("list", 1);
          state.merge("a", { c: 2 });
          state.delete("old");
          return [state.get("a"), state.get("list"), state.has("old")];
        },
      }),
    );
    const made = call("change", withState({ old: 1, list: [0] }, 4));
    expect(await made.output).toEqual([{ b: 1, c: 2 }, [0, 1], false]);
    expect(await made.answer).toMatchObject({
      effects: [
        { kind: "state", change: { op: "set", key: "a", value: { b: 1 } } },
        { kind: "state", change: { op: "append", key: "list", value: 1 } },
        { kind: "state", change: { op: "merge", key: "a", value: { c: 2 } } },
        { kind: "state", change: { op: "delete", key: "old" } },
      ],
      stateReads: ["old"],
      stateVersion: 4,
    });
  });

  it("is told with what was read of it before it was changed last", async () => {
    const call = callsOf(
      workflow("reading").step("change", {
        run: (_: object, { state }) => {
          state.set("own", 1);
          const sum = (state.get("own") as number) + (state.get("theirs", 0) as number);
          state.set("sum", sum);
          state.get("later");
        },
      }),
    );
    expect(await call("change").answer).toMatchObject({ stateReads: ["theirs"] });
  });

  it("needs nothing to be as it was for a body that only reads", async () => {
    const call = callsOf(workflow("reader").step("read", { run: (_: object, { state }) => state.get("a") }));
    expect(await call("read", withState({ a: 1 })).answer).toMatchObject({ stateReads: [], outcome: { output: 1 } });
  });

  it("is told what a recipe came to, which rests on all of it", async () => {
    const call = callsOf(
      workflow("recipe", { state }).step("change", {
        run: (_: object, { state }) => {
          state.update((draft) => {
            draft.count++;
          });
        },
      }),
    );
    expect(await call("change", withState({ count: 1 })).answer).toMatchObject({
      effects: [{ kind: "state", change: { op: "patch", patches: [{ op: "replace", path: ["count"], value: 2 }] } }],
      stateReads: "all",
    });
  });

  it("tells what was given, for the schema to be asked again", async () => {
    const call = callsOf(
      workflow("schema", { state }).step("change", {
        run: (_: object, { state }) => {
          state.set("at", "7" as unknown as number);
          return state.get("at");
        },
      }),
    );
    const made = call("change");
    expect(await made.output).toBe(7);
    expect((await made.answer).effects).toEqual([{ kind: "state", change: { op: "set", key: "at", value: "7" } }]);
  });

  it("refuses what its schema refuses, and tells nothing of it", async () => {
    const call = callsOf(
      workflow("schema", { state }).step("change", {
        run: (_: object, { state }) => state.append("list", "x" as never),
      }),
    );
    const made = call("change");
    expect((await made.error).message).toContain('The state of workflow "schema" does not match its schema');
    expect((await made.answer).effects).toEqual([]);
  });

  it("is told of what an attempt changed that failed then", async () => {
    const call = callsOf(
      workflow("failing").step("change", {
        run: (_: object, { state, span, usage, log }) => {
          state.set("a", 1);
          span.set("status", "bad");
          usage.add("tokens", 3);
          log.warn("failing", { at: 1 });
          throw new Error("No");
        },
      }),
    );
    const { effects, outcome } = await call("change").answer;
    expect(outcome.kind).toBe("threw");
    expect(effects).toEqual([
      { kind: "state", change: { op: "set", key: "a", value: 1 } },
      { kind: "event", event: { type: "variable-set", path: "change", name: "status", value: "bad" } },
      { kind: "event", event: { type: "usage-added", path: "change", unit: "tokens", amount: 3 } },
      {
        kind: "event",
        event: { type: "log-written", path: "change", level: "warn", message: "failing", fields: { at: 1 } },
      },
    ]);
  });

  it("of a fork stays its own", async () => {
    const call = callsOf(
      workflow("forking").step("fork", {
        run: (_: object, context) => {
          const { state } = context.fork();
          state.set("a", 2);
          return [state.get("a"), context.state.get("a")];
        },
      }),
    );
    const made = call("fork", withState({ a: 1 }));
    expect(await made.output).toEqual([2, 1]);
    expect((await made.answer).effects).toEqual([]);
  });
});
