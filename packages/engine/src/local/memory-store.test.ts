import { describe, expect, it } from "vitest";
import type { RunEvent } from "../core/events.ts";
import type { StoredRun } from "../ports/run-index.ts";
import type { Journal, Store } from "../ports/store.ts";
import { memoryStore } from "./memory-store.ts";

/** So many events; the last one finishes the run if `finished`. */
function eventsOf(count: number, finished = false): RunEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    ...(finished && at === count - 1
      ? ({ type: "run-finished", status: "succeeded", output: null, errors: [] } as const)
      : ({ type: "retry-due", path: "a" } as const)),
    sequence: at + 1,
    time: at,
  }));
}

function idsOf(store: Store): readonly string[] {
  return (store.runs.list() as readonly StoredRun[]).map(({ runId }) => runId); // this store answers at once
}

function keepRun(store: Store, runId: string, size: number): void {
  store.open(runId).append(0, eventsOf(size, true));
}

function sizeOf(journal: Journal): number {
  return (journal.read(0, 10) as readonly RunEvent[]).length; // this store answers at once
}

function refusalOf(journal: Journal, position: number): string {
  try {
    journal.append(position, eventsOf(1));
  } catch (error) {
    expect(error).toMatchObject({ name: "StoreError", code: "STORE" });
    return (error as Error).message;
  }
  throw new Error("It was appended.");
}

describe("memoryStore", () => {
  it("keeps events in order, and gives as many as it is asked for", () => {
    const store = memoryStore();
    const events = eventsOf(5);
    const journal = store.open("run-1");
    journal.append(0, events.slice(0, 2));
    journal.append(2, events.slice(2));
    expect(store.open("run-1").read(0, Number.POSITIVE_INFINITY)).toEqual(events);
    expect(journal.read(1, 2)).toEqual(events.slice(1, 3));
    expect(journal.read(4, 10)).toEqual(events.slice(4));
    expect(journal.read(5, 10)).toEqual([]);
  });

  it("gives copies of its list: nobody can reach into it", () => {
    const journal = memoryStore().open("run-1");
    journal.append(0, eventsOf(2));
    (journal.read(0, 10) as RunEvent[]).pop();
    expect(sizeOf(journal)).toBe(2);
  });

  it("gives frozen events: nobody can change what others read", () => {
    const journal = memoryStore().open("run-1");
    journal.append(0, eventsOf(3));
    expect((journal.read(0, 10) as readonly RunEvent[]).every((event) => Object.isFrozen(event))).toBe(true);
  });

  it("gives the events of the run that has the id now to whoever opened it before", () => {
    const store = memoryStore();
    const early = store.open("run-1");
    early.append(0, eventsOf(3, true));
    expect(sizeOf(early)).toBe(3);
    store.runs.prune({ status: "succeeded", limit: 1 });
    expect(sizeOf(early)).toBe(0);
    store.open("run-1").append(0, eventsOf(2));
    expect(sizeOf(early)).toBe(2);
    early.append(2, eventsOf(1));
    expect(sizeOf(store.open("run-1"))).toBe(3);
  });

  it("lists the runs that have begun, the oldest first", () => {
    const store = memoryStore();
    for (const runId of ["b", "a", "never begun"]) store.open(runId);
    store.open("b").append(0, eventsOf(1));
    store.open("a").append(0, eventsOf(1));
    expect(idsOf(store)).toEqual(["b", "a"]);
  });

  it("refuses a writer that believes more or fewer events to be there", () => {
    const journal = memoryStore().open("run-1");
    journal.append(0, eventsOf(3));
    expect([0, 2, 4].map((position) => refusalOf(journal, position))).toEqual([
      'The journal of run "run-1" holds 3 events, not 0: another writer was here. Start the run under a runId of its own.',
      'The journal of run "run-1" holds 3 events, not 2: another writer was here. Start the run under a runId of its own.',
      'The journal of run "run-1" holds 3 events, not 4: another writer was here. Start the run under a runId of its own.',
    ]);
    expect(sizeOf(journal)).toBe(3);
  });

  it("refuses the second of two writers that opened a journal before either began: it once replaced the first", () => {
    const store = memoryStore();
    const [first, second] = [store.open("run-1"), store.open("run-1")];
    first.append(0, eventsOf(2));
    expect(refusalOf(second, 0)).toBe(
      'The journal of run "run-1" holds 2 events, not 0: another writer was here. Start the run under a runId of its own.',
    );
    first.append(2, eventsOf(1));
    expect(sizeOf(store.open("run-1"))).toBe(3);
  });

  it("may begin with no events at all", () => {
    const journal = memoryStore().open("run-1");
    journal.append(0, []);
    journal.append(0, eventsOf(1));
    expect(sizeOf(journal)).toBe(1);
  });
});

describe("keepEvents", () => {
  it("drops the oldest finished runs whole, as soon as more events are kept", () => {
    const store = memoryStore({ keepEvents: 10 });
    for (const runId of ["a", "b", "c"]) keepRun(store, runId, 4);
    expect(idsOf(store)).toEqual(["b", "c"]);
    keepRun(store, "d", 2);
    expect(idsOf(store)).toEqual(["b", "c", "d"]);
    keepRun(store, "e", 10);
    expect(idsOf(store)).toEqual(["e"]);
    expect(store.open("a").read(0, 10)).toEqual([]);
  });

  it("counts runs in the order in which they finished", () => {
    const store = memoryStore({ keepEvents: 4 });
    const early = store.open("begun first");
    early.append(0, eventsOf(1));
    keepRun(store, "finished first", 2);
    early.append(1, eventsOf(2, true));
    expect(idsOf(store)).toEqual(["begun first"]);
  });

  it("always keeps the run that finished last", () => {
    const store = memoryStore({ keepEvents: 0 });
    keepRun(store, "a", 3);
    expect(idsOf(store)).toEqual(["a"]);
    keepRun(store, "b", 5);
    expect(idsOf(store)).toEqual(["b"]);
  });

  it("never drops a run that has not finished", () => {
    const store = memoryStore({ keepEvents: 1 });
    store.open("open").append(0, eventsOf(50));
    keepRun(store, "a", 2);
    keepRun(store, "b", 2);
    expect(idsOf(store)).toEqual(["open", "b"]);
  });

  it("may be without end", () => {
    const store = memoryStore({ keepEvents: Number.POSITIVE_INFINITY });
    for (const runId of ["a", "b"]) keepRun(store, runId, 100_001);
    expect(idsOf(store)).toEqual(["a", "b"]);
  });

  it("is 100,000 by default", () => {
    const store = memoryStore();
    for (const runId of ["a", "b"]) keepRun(store, runId, 50_000);
    expect(idsOf(store)).toEqual(["a", "b"]);
    keepRun(store, "c", 1);
    expect(idsOf(store)).toEqual(["b", "c"]);
  });

  it("frees the id of a run that was dropped", () => {
    const store = memoryStore({ keepEvents: 0 });
    keepRun(store, "a", 3);
    keepRun(store, "b", 3);
    keepRun(store, "a", 1);
    expect(idsOf(store)).toEqual(["a"]);
  });

  it.each([-1, Number.NaN, "many"])("is refused if it is %s", (keepEvents) => {
    expect(() => memoryStore({ keepEvents: keepEvents as number })).toThrow(
      expect.objectContaining({
        code: "DEFINITION",
        message: `memoryStore got keepEvents ${keepEvents}. Give a number of at least 0.`,
      }),
    );
  });
});
