import { setTimeout as delay } from "node:timers/promises";
import { createEngine, memoryStore, RunError, type Store, workflow } from "stepspan";
import { describe, expect, it } from "vitest";

/** A store whose states take a turn of the event loop. */
function slowStore(): Store {
  const store = memoryStore();
  const { states } = store;
  return {
    ...store,
    states: {
      read: async (key) => {
        await delay(0);
        return states.read(key);
      },
      write: async (key, version, values) => {
        await delay(0);
        return states.write(key, version, values);
      },
    },
  };
}

const counted = workflow("counted").step("count", {
  keepInState: ["by"],
  params: { by: 2 },
  run: ({ by }, { stepState }) => {
    const total = Number(stepState.get("total", 0)) + by;
    stepState.set("total", total);
    return { total, kept: stepState.get("by"), calls: stepState.processCount };
  },
});

describe("a store whose states are asynchronous", () => {
  it("is read before a step is called: its state is there at once", async () => {
    const store = slowStore();
    for (const calls of [1, 2, 3]) {
      await using engine = createEngine({ store });
      const run = await engine.run(counted, undefined);
      expect(run.output).toEqual({ total: 2 * calls, kept: 2, calls });
    }
  });

  it("lets a step fail with what it threw", async () => {
    await using engine = createEngine({ store: slowStore() });
    const broken = workflow("broken").step("a", {
      run: () => {
        throw new Error("broken");
      },
    });
    await expect(engine.run(broken, undefined)).rejects.toThrow('Step "a" failed on attempt 1: Error: broken.');
  });

  it("fails the step whose state cannot be read, with the error of the store", async () => {
    const store = memoryStore();
    const broken: Store = { ...store, states: { ...store.states, read: () => Promise.reject(new Error("disk gone")) } };
    await using engine = createEngine({ store: broken });
    const failure = await engine.run(counted, undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunError);
    expect((failure as RunError).message).toContain("disk gone");
  });
});
