import { createEngine, memoryStore, type Store, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { turn } from "../support/turn.ts";

describe("1,000 concurrent increments", () => {
  const counter = z.object({ count: z.number().default(0) });

  it("of the state by parallel steps lose none", async () => {
    await using engine = createEngine({ concurrency: 64 });
    const count = workflow("count", { state: counter }).map("each", {
      over: Array.from({ length: 1000 }, (_, index) => index),
      params: { n: ({ item }) => item },
      run: async ({ n }, { state }) => {
        if (n % 3 === 0) await turn();
        state.update((draft) => {
          draft.count++;
        });
      },
    });
    expect((await engine.run(count)).state).toEqual({ count: 1000 });
  });

  it("of the flow state by parallel runs lose none", async () => {
    await using engine = createEngine({ concurrency: 64 });
    const count = workflow("count", { flowState: counter }).step("only", {
      run: (_, { flowState }) => flowState.update("count", (before = 0) => before + 1),
    });
    await Promise.all(Array.from({ length: 1000 }, () => engine.run(count)));
    const look = workflow("count", { flowState: counter }).step("look", {
      run: (_, { flowState }) => flowState.get("count"),
    });
    expect((await engine.run(look)).output).toBe(1000);
  });

  it("of the flow state by the runs of two engines on one slow store lose none", async () => {
    const store = slowly(memoryStore());
    await using one = createEngine({ store });
    await using other = createEngine({ store });
    const count = workflow("count", { flowState: counter }).step("only", {
      run: (_, { flowState }) =>
        flowState.transaction((draft) => {
          draft.count++;
          return draft.count;
        }),
    });
    const runs = await Promise.all(Array.from({ length: 1000 }, (_, index) => (index % 2 ? one : other).run(count)));
    const results = runs.map(({ output }) => output).sort((a, b) => a - b);
    expect(results).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
  });

  /** A store whose states answer later, so that writers come between the read and the write of others. */
  function slowly(store: Store): Store {
    const { states } = store;
    return {
      ...store,
      states: {
        read: async (key) => states.read(key),
        write: async (key, version, values) => {
          await Promise.resolve();
          return states.write(key, version, values);
        },
      },
    };
  }
});
