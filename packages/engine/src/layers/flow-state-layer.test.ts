import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { thrownBy } from "../../../../test/support/kept-state.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { failingStates, lateStates, numbersFrom } from "../../../../test/support/trying-states.ts";
import type { FlowStateLayer } from "../context/state-layers.ts";
import { memoryStates } from "../local/memory-states.ts";
import type { Schema } from "../plan/schema.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { record } from "../state/record.ts";
import { createFlowStateLayer } from "./flow-state-layer.ts";
import { createFlowStates } from "./flow-states.ts";

const what = 'The flow state of workflow "w"';
const key = { workflow: "w", step: null };

/** One process with one layer, and all changes that it was told of. */
function flowOn(store: StateStore, schema: Schema | null = null) {
  const commits: (readonly StatePatch[])[] = [];
  const states = createFlowStates(store);
  const layerOf = () =>
    createFlowStateLayer({ states, workflow: "w", schema, record, onCommit: (patches) => commits.push(patches) });
  return { layer: layerOf(), layerOf, commits };
}

const increment = (count: unknown = 0) => (count as number) + 1;

describe("flow state", () => {
  it("is got, set and changed, by steps of any run", async () => {
    const { layer, layerOf, commits } = flowOn(memoryStates());
    expect([await layer.get("count"), await layer.get("count", 5)]).toEqual([undefined, 5]);
    await layer.set("count", 1);
    await layer.update("count", increment);
    await layer.set("nothing", null);
    expect([await layerOf().get("count"), await layer.get("nothing", 5)]).toEqual([2, null]);
    expect(commits).toEqual([
      [{ op: "add", path: ["count"], value: 1 }],
      [{ op: "replace", path: ["count"], value: 2 }],
      [{ op: "add", path: ["nothing"], value: null }],
    ]);
  });

  it("changes by a transaction, which gives a copy of what its recipe returns", async () => {
    const { layer, commits } = flowOn(memoryStates());
    await layer.set("stock", { apples: 3, at: new Date(1) });
    const taken = await layer.transaction((draft) => {
      const stock = draft.stock as { apples: number; at: Date };
      stock.apples--;
      stock.at.setTime(2);
      draft.last = "apples";
      return { left: stock.apples, stock };
    });
    expect(taken).toEqual({ left: 2, stock: { apples: 2, at: new Date(2) } });
    expect(await layer.get("stock")).toEqual({ apples: 2, at: new Date(2) });
    expect(commits[1]).toEqual([
      { op: "replace", path: ["stock", "apples"], value: 2 },
      { op: "replace", path: ["stock", "at"], value: new Date(2) },
      { op: "add", path: ["last"], value: "apples" },
    ]);
  });

  it("does not change if a recipe throws, and writes nothing if nothing changes", async () => {
    const store = memoryStates();
    const { layer, commits } = flowOn(store);
    await layer.set("count", 1);
    const mistake = new Error("no");
    const failing = layer.transaction((draft) => {
      draft.count = 5;
      throw mistake;
    });
    await expect(failing).rejects.toBe(mistake);
    await layer.set("count", 1);
    await layer.update("count", (count) => count);
    expect(await layer.transaction((draft) => Object.keys(draft))).toEqual(["count"]);
    expect([store.read(key), commits.length]).toEqual([{ values: { count: 1 }, version: 1 }, 1]);
  });

  it("goes on after a change that failed", async () => {
    const { layer } = flowOn(memoryStates());
    const failing = layer.transaction(() => {
      throw new Error("no");
    });
    const next = layer.set("a", 1);
    await expect(failing).rejects.toThrow("no");
    await next;
    expect(await layer.get("a")).toBe(1);
  });

  it("gives no live references", async () => {
    const { layer } = flowOn(memoryStates());
    await layer.set("seen", new Map([["a", 1]]));
    ((await layer.get("seen")) as Map<string, number>).set("b", 2);
    await layer.update("seen", (seen) => {
      (seen as Map<string, number>).set("c", 3);
      return new Map([["d", 4]]);
    });
    expect(await layer.get("seen")).toEqual(new Map([["d", 4]]));
  });

  it("refuses keys, promises and values like a state", async () => {
    const { layer, commits } = flowOn(memoryStates());
    await expect(layer.get("__proto__")).rejects.toThrow(`${what} got "__proto__" as a key. That name is not data: use another one.`); // biome-ignore format: one line
    await expect(layer.set("", 1)).rejects.toThrow(`${what} got "" as a key. Give a text that is not empty.`);
    const promised = `${what} got a recipe that returns a promise. Await before the transaction what the recipe needs; nothing has changed.`;
    await expect(layer.transaction(async (draft) => { draft.a = 1; })).rejects.toThrow(promised); // biome-ignore format: one line
    await expect(layer.update("a", () => Promise.reject(new Error("late")))).rejects.toThrow(promised);
    await expect(layer.set("a", () => {})).rejects.toThrow(`${what} cannot be recorded: .a is a function.`);
    await expect(layer.transaction((draft) => { draft.a = 1; return () => {}; })).rejects.toThrow('What a transaction of the flow state of workflow "w" returned cannot be recorded: it is a function.'); // biome-ignore format: one line
    expect(commits).toEqual([]);
  });
});

describe("a declared flow state", () => {
  const schema = z.object({ count: z.number().default(10), note: z.string().trim().optional() });

  it("is checked on each change, and begins with its defaults", async () => {
    const { layer, commits } = flowOn(memoryStates(), schema);
    expect([await layer.get("count"), await layer.get("note")]).toEqual([10, undefined]);
    await expect(layer.set("count", "x")).rejects.toThrow(
      `${what} does not match its schema: .count: Invalid input: expected number, received string. Give what the schema accepts; nothing has changed.`,
    );
    await expect(layer.transaction((draft) => { draft.count = null; })).rejects.toMatchObject({ code: "STATE" }); // biome-ignore format: one line
    expect(commits).toEqual([]);
    await layer.update("count", increment);
    await layer.set("note", " x ");
    expect([await layer.get("count"), await layer.get("note")]).toEqual([11, "x"]);
  });

  it("does not get its defaults back when they were deleted", async () => {
    const { layer } = flowOn(memoryStates(), schema);
    await layer.transaction((draft) => {
      delete draft.count;
    });
    expect(await layer.get("count")).toBe(undefined);
  });
});

describe("inside of a recipe", () => {
  it("changes are refused rather than waited for without end", async () => {
    const { layer, layerOf, commits } = flowOn(memoryStates());
    const verbs = {
      set: (other: FlowStateLayer) => other.set("a", 1),
      update: (other: FlowStateLayer) => other.update("a", increment),
      transaction: (other: FlowStateLayer) => other.transaction(() => {}),
    };
    for (const [verb, call] of Object.entries(verbs)) {
      const message = `${what} got ${verb} inside of the recipe of a transaction. Change the draft of the recipe instead; nothing has changed.`;
      const caught: Error[] = [];
      await layer.transaction(() => {
        for (const other of [layer, layerOf()]) caught.push(thrownBy(() => call(other)));
      });
      expect(caught.map((error) => error.message)).toEqual([message, message]);
      await expect(layer.update("a", () => call(layer))).rejects.toThrow(message);
    }
    expect(commits).toEqual([]);
    await layer.set("a", 1);
  });

  it("reads do not deadlock: they see what is stored", async () => {
    const { layer } = flowOn(lateStates(() => 2));
    await layer.set("a", 1);
    const read: Promise<unknown>[] = [];
    await layer.transaction((draft) => {
      draft.a = 2;
      read.push(layer.get("a"));
    });
    expect([await Promise.all(read), await layer.get("a")]).toEqual([[1], 2]);
  });
});

describe("1,000 concurrent increments", () => {
  it.each<[string, (kept: StateStore) => StateStore]>([
    ["at once", (kept) => kept],
    ["later, mixed at random", (kept) => lateStates(numbersFrom(7, 5), kept)],
  ])("lose none, by steps of five processes, in a store that answers %s", async (_, answering) => {
    const kept = memoryStates();
    const processes = Array.from({ length: 5 }, () => flowOn(answering(kept)));
    const counted = Array.from({ length: 1000 }, (_, at) => {
      const { layerOf } = processes[at % 5]!; // there are five
      if (at % 2 === 0) return layerOf().update("count", increment);
      return layerOf().transaction((draft) => { draft.count = increment(draft.count); }); // biome-ignore format: one line
    });
    await Promise.all(counted);
    expect(kept.read(key)).toEqual({ values: { count: 1000 }, version: 1000 });
    expect(processes.flatMap(({ commits }) => commits).length).toBe(1000);
  });

  it("lose none whatever the number of processes and the order of answers", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 30 }), async (seed, count, changes) => {
        const kept = memoryStates();
        const processes = Array.from({ length: count }, (_, at) => flowOn(lateStates(numbersFrom(seed + at, 6), kept)));
        await Promise.all(
          Array.from({ length: changes }, (_, at) => processes[at % count]?.layer.update("count", increment)),
        );
        expect((await kept.read(key)).values).toEqual(changes === 0 ? {} : { count: changes });
      }),
      trials("increments of a flow state", 100),
    );
  });
});

describe("a store that fails", () => {
  it("makes changes and reads fail with its reason, and later ones work", async () => {
    const store = failingStates();
    const { layer, commits } = flowOn(store);
    store.failure = new Error("disk full");
    const ending = "Error: disk full. Mend the store; what was to be written is kept in this process.";
    await expect(layer.get("a")).rejects.toMatchObject({ code: "STORE", message: `The store could not read the flow state of workflow "w": ${ending}` }); // biome-ignore format: one line
    await expect(layer.set("a", 1)).rejects.toMatchObject({ code: "STORE", cause: store.failure });
    store.failure = null;
    await layer.set("a", 2);
    expect([await layer.get("a"), commits.length]).toEqual([2, 1]);
  });

  it("is found out if it refuses each write", async () => {
    const { layer } = flowOn({ ...memoryStates(), write: () => false });
    await expect(layer.set("a", 1)).rejects.toThrow(
      'The store refused to write the flow state of workflow "w" over version 0, but has this version itself. A store refuses only if another writer came first: mend the store.',
    );
  });
});
