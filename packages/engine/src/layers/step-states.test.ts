import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { thrownBy } from "../../../../test/support/kept-state.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { failingStates, lateStates, numbersFrom } from "../../../../test/support/trying-states.ts";
import type { StepStateLayer } from "../context/state-layers.ts";
import type { StoreError } from "../errors/value-errors.ts";
import { memoryStates } from "../local/memory-states.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { StatePatch } from "../spans/span.ts";
import { record } from "../state/record.ts";
import type { StepCell } from "./step-cell.ts";
import { createStepStateLayer, stepStateSource } from "./step-state-layer.ts";
import { createStepStates } from "./step-states.ts";

const key = { workflow: "w", step: "s" };

/** One process: its cells, and the errors that it was told of. */
function processOn(store: StateStore) {
  const errors: StoreError[] = [];
  return { states: createStepStates({ store, record, onError: (error) => errors.push(error) }), errors };
}

function layerOf(cell: StepCell, onCommit: (patches: readonly StatePatch[]) => void = () => {}): StepStateLayer {
  return createStepStateLayer(stepStateSource({ ...key, cell, record, isOpen: () => true, onCommit }));
}

/** The layer of a step, over a store that answers at once. */
function open(states: ReturnType<typeof createStepStates>): StepStateLayer {
  return layerOf(states.open("w", "s") as StepCell); // such a store needs no promise
}

describe("step states", () => {
  it("are shared by all runs and attempts of a step at once, and by no other step or workflow", () => {
    const { states } = processOn(memoryStates());
    const [first, second] = [open(states), open(states)];
    first.set("seen", [1]);
    second.append("seen", 2);
    expect(first.get("seen")).toEqual([1, 2]);
    for (const [workflow, step] of [
      ["w", "other"],
      ["other", "s"],
    ] as const) {
      expect(layerOf(states.open(workflow, step) as StepCell).has("seen")).toBe(false);
    }
  });

  it("are there again in another process, once they are written", async () => {
    const store = memoryStates();
    const first = processOn(store);
    const layer = open(first.states);
    layer.set("count", 0);
    layer.update((draft) => {
      draft.more = 1;
    });
    await first.states.flush();
    expect(store.read(key)).toEqual({ values: { values: { count: 0, more: 1 }, processCount: 0 }, version: 1 });
    expect(open(processOn(store).states).get("more")).toBe(1);
  });

  it("tell of each change that is made, and refuse like a state", () => {
    const told: (readonly StatePatch[])[] = [];
    const { states } = processOn(memoryStates());
    const layer = layerOf(states.open("w", "s") as StepCell, (patches) => told.push(patches));
    layer.set("a", 1);
    layer.set("a", 1);
    expect(told).toEqual([[{ op: "add", path: ["a"], value: 1 }]]);
    expect(thrownBy(() => layer.append("a", 1)).message).toBe(
      'The state of step "s" of workflow "w" cannot append to "a": it is a number, not a list. Set it to a list first.',
    );
  });

  it("are opened by a promise only where the store needs one, and only the first time", async () => {
    const { states } = processOn(lateStates(() => 1));
    const [first, second] = await Promise.all([states.open("w", "s"), states.open("w", "s")]);
    expect(first).toBe(second);
    expect(states.open("w", "s")).toBe(first);
    first.change([{ op: "add", path: ["a"], value: 1 }]);
    expect(first.values.get("a")).toBe(1);
  });

  it("may have any keys: none is taken for the count", async () => {
    const store = memoryStates();
    const first = processOn(store);
    const layer = open(first.states);
    for (const name of ["processCount", "values", "version", "then"]) layer.set(name, "mine");
    first.states.countCall("w", "s");
    await first.states.flush();
    const again = open(processOn(store).states);
    expect([again.processCount, again.get("processCount"), again.get("values")]).toEqual([1, "mine", "mine"]);
  });
});

describe("processCount", () => {
  it("counts calls in all runs and processes, those of steps that never look at it too", async () => {
    const store = memoryStates();
    const [first, second] = [processOn(store), processOn(store)];
    first.states.countCall("w", "s");
    first.states.countCall("w", "s");
    expect(open(first.states).processCount).toBe(2);
    second.states.countCall("w", "s");
    await first.states.flush();
    await second.states.flush();
    expect(open(second.states).processCount).toBe(3);
    expect(open(processOn(store).states).processCount).toBe(3);
  });
});

describe("flush", () => {
  it("waits for whatever the store has not written yet, changes made on the way included", async () => {
    const kept = memoryStates();
    const { states } = processOn(lateStates(() => 3, kept));
    const cell = await states.open("w", "s");
    const layer = layerOf(cell);
    layer.set("a", 1);
    await null;
    await null;
    layer.set("b", 2);
    await states.flush();
    expect(kept.read(key)).toMatchObject({ values: { values: { a: 1, b: 2 } }, version: 2 });
    await states.flush();
    expect(kept.read(key)).toMatchObject({ version: 2 });
  });

  it("rejects if a write failed, having told of it; what was to be written is kept and goes later", async () => {
    const store = failingStates();
    const { states, errors } = processOn(store);
    const layer = open(states);
    store.failure = new Error("disk full");
    layer.set("a", 1);
    const message =
      'The store could not write the state of step "s" of workflow "w": Error: disk full. Mend the store; what was to be written is kept in this process.';
    await expect(states.flush()).rejects.toMatchObject({ code: "STORE", message, cause: store.failure });
    expect(errors.map((error) => error.message)).toEqual([message, message]);
    expect(layer.get("a")).toBe(1);
    store.failure = null;
    await states.flush();
    expect(store.read(key)).toMatchObject({ values: { values: { a: 1 } } });
    expect(errors.length).toBe(2);
  });
});

describe("a store that fails", () => {
  it("makes opening fail, and the next one try again", async () => {
    const store = failingStates();
    store.failure = new Error("gone");
    const { states } = processOn(store);
    const message =
      'The store could not read the state of step "s" of workflow "w": Error: gone. Mend the store; what was to be written is kept in this process.';
    expect(thrownBy(() => states.open("w", "s"))).toMatchObject({ code: "STORE", message });
    const late = processOn(lateStates(() => 1, store));
    await expect(late.states.open("w", "s")).rejects.toMatchObject({ code: "STORE", message });
    store.failure = null;
    expect((await late.states.open("w", "s")).processCount).toBe(0);
  });

  it("is found out if it refuses each write: it is not asked for ever", async () => {
    const { states, errors } = processOn({ ...memoryStates(), write: () => false });
    open(states).set("a", 1);
    await expect(states.flush()).rejects.toThrow(
      'The store refused to write the state of step "s" of workflow "w" over version 0, but has this version itself. A store refuses only if another writer came first: mend the store.',
    );
    expect(errors.length).toBe(2);
  });

  it("is found out if it gives what no step state is", () => {
    const store = memoryStates();
    store.write(key, 0, { values: 5, other: 1 });
    expect(thrownBy(() => processOn(store).states.open("w", "s")).message).toBe(
      "The store gave a step state that is not one: it has the keys values, other. Give the store values back as they were written.",
    );
  });
});

describe("two processes that change the state of one step", () => {
  it("both keep their changes where these fit together", async () => {
    const store = memoryStates();
    const [first, second] = [processOn(store), processOn(store)];
    const [one, two] = [open(first.states), open(second.states)];
    one.append("list", "one");
    await first.states.flush();
    two.set("other", 2);
    two.set("list", ["two"]);
    two.append("list", "three");
    await second.states.flush();
    expect(two.get("list")).toEqual(["two", "three"]);
    one.append("list", "four");
    await first.states.flush();
    expect([one.get("other"), one.get("list")]).toEqual([2, ["two", "four", "three"]]);
    expect(open(second.states).get("list")).toEqual(["two", "three"]);
  });

  it("give way to the later one for keys whose changes do not fit together", async () => {
    const store = memoryStates();
    const [first, second] = [processOn(store), processOn(store)];
    const [one, two] = [open(first.states), open(second.states)];
    one.set("list", [1, 2]);
    one.set("gone", { n: 1 });
    await first.states.flush();
    two.set("list", "no list");
    two.set("kept", true);
    await second.states.flush();
    one.append("list", 3);
    one.delete("gone");
    await first.states.flush();
    expect(store.read(key)).toMatchObject({ values: { values: { list: [1, 2, 3], kept: true } }, version: 3 });
    expect(one.get("kept")).toBe(true);
  });

  it("lose no call and no key of their own, however their reads and writes are mixed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 30 }), async (seed, turns) => {
        const kept = memoryStates();
        const random = numbersFrom(seed, 4);
        const all = [0, 1, 2].map(() => processOn(lateStates(random, kept)));
        const layers = await Promise.all(all.map(async ({ states }) => layerOf(await states.open("w", "s"))));
        for (const [at, who] of turns.entries()) {
          all[who]?.states.countCall("w", "s");
          layers[who]?.set(`key ${at}`, who);
          for (let left = random(); left > 0; left--) await null;
        }
        await Promise.all(all.map(({ states }) => states.flush()));
        const values = Object.fromEntries(turns.map((who, at) => [`key ${at}`, who]));
        expect(await kept.read(key)).toMatchObject({ values: { values, processCount: turns.length } });
        expect(all.flatMap(({ errors }) => errors)).toEqual([]);
      }),
      trials("step states of several processes", 100),
    );
  });
});
