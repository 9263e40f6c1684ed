import { describe, expect, it } from "vitest";
import { memoryStore } from "../local/memory-store.ts";
import type { Journal, Store } from "../ports/store.ts";
import { type CreateStore, storeConformance } from "./store-conformance.ts";

const create: CreateStore = async () => ({ store: memoryStore() });

describe("memoryStore, as every store,", () => {
  it.each(storeConformance(create))("passes: $name", ({ run }) => run());

  it("is what its second instance reads", async () => {
    await expectProblems(keepingIts, null);
  });
});

/** Reopening gives the same store: what is kept in memory has no other instance. */
const keepingIts: CreateStore = async () => {
  const store = memoryStore();
  return { store, reopen: async () => store };
};

describe("storeConformance", () => {
  it("has cases of different names", () => {
    const names = storeConformance(create).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("closes what it was given, whether or not the case passed", async () => {
    let [opened, closed] = [0, 0];
    const counting = (store: Store): CreateStore => {
      return async () => ({ store: [store, opened++][0] as Store, close: async () => void closed++ }); // the first is a store
    };
    await problemsOf(counting(memoryStore()));
    expect(opened).toBe(storeConformance(create).length);
    expect(closed).toBe(opened);
  });

  it("says what a store does wrong that ignores positions", async () => {
    await expectProblems(
      changed(({ append, read }) => ({
        append: async (_, events) => append((await read(0, Infinity)).length, events),
        read,
      })),
      "Appending at 0 where there are 3 events is refused: expected a StoreError, but nothing was thrown.",
    );
  });

  it("says what a store does wrong that throws other errors", async () => {
    await expectProblems(
      changed(({ append, read }) => ({
        append: async (position, events) => {
          if ((await read(0, Infinity)).length !== position) throw new TypeError("position");
          await append(position, events);
        },
        read,
      })),
      "is refused: expected a StoreError, got TypeError: position",
    );
  });

  it("says what a store does wrong that ignores limits", async () => {
    await expectProblems(
      changed(({ append, read }) => ({ append, read: (position) => read(position, Infinity) })),
      "read(0, 1) of 7 events: expected [",
    );
  });

  it("says what a store does wrong that keeps values as JSON", async () => {
    const asJson = <Value>(value: Value): Value =>
      JSON.parse(JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part)));
    await expectProblems(
      changed(({ append, read }) => ({ append: (position, events) => append(position, asJson(events)), read })),
      "Events that hold dates: expected [",
    );
  });

  it("says what a store does wrong that lets a state be overwritten", async () => {
    const careless: CreateStore = async () => {
      const store = memoryStore();
      const { read, write } = store.states;
      const states: Store["states"] = {
        read,
        write: async (key, _, values) => write(key, (await read(key)).version, values),
      };
      return { store: { ...store, states } };
    };
    await expectProblems(careless, "Writing over version 1 of nothing: expected false, got true.");
  });

  it("says what a store does wrong that forgets when it is opened again", async () => {
    await expectProblems(
      async () => ({ store: memoryStore(), reopen: async () => memoryStore() }),
      "The runs, the oldest first: expected [ 'b', 'a' ], got [].",
    );
  });
});

/** A store in memory of which each journal is another one. */
function changed(change: (journal: Journal) => Journal): CreateStore {
  return async () => {
    const store = memoryStore();
    const open = (runId: string) => {
      const journal = store.open(runId);
      return change({ append: journal.append.bind(journal), read: journal.read.bind(journal) });
    };
    return { store: { ...store, open } };
  };
}

/** @param text what one of the problems says; null if there are none */
async function expectProblems(of: CreateStore, text: string | null): Promise<void> {
  const problems = await problemsOf(of);
  if (text === null) expect(problems).toEqual([]);
  else expect(problems.filter((problem) => problem.includes(text)).length).toBeGreaterThan(0);
}

async function problemsOf(of: CreateStore): Promise<string[]> {
  const outcomes = await Promise.allSettled(storeConformance(of).map(({ run }) => run()));
  return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
}
