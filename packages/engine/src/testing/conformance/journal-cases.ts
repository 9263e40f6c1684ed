import type { Journal } from "../../ports/store.ts";
import { expectSame, expectStoreError } from "./checks.ts";
import { eventsOf, idsOf, readAll } from "./events.ts";
import type { StoreCase } from "./store-case.ts";

const runId = "run-1";

/** The journal of one run: what is appended, what is read, and who is refused. */
export const journalCases: readonly StoreCase[] = [
  {
    name: "a journal of an unknown run is empty",
    check: async ({ store }) => {
      expectSame("Reading a run that never began gives no events", await readAll(store.open("never begun")), []);
      expectSame("Opening and reading a run does not begin it", await idsOf(store), []);
    },
  },
  {
    name: "a journal gives events in order, from a position on and up to a limit",
    check: async ({ store }) => {
      const events = eventsOf(runId, 7);
      const journal = store.open(runId);
      await journal.append(0, events.slice(0, 2));
      await journal.append(2, events.slice(2));
      for (const [position, limit] of [
        [0, Infinity],
        [0, 7],
        [0, 1],
        [2, 2],
        [6, 10],
        [7, 10],
        [100, 1],
        [3, 0],
      ] as const) {
        // biome-ignore format: a table
        const expected = events.slice(position, position + limit);
        expectSame(`read(${position}, ${limit}) of 7 events`, await journal.read(position, limit), expected);
      }
      expectSame("A journal that is opened again", await readAll(store.open(runId)), events);
    },
  },
  {
    name: "a journal takes no events at all, and counts on from there",
    check: async ({ store }) => {
      const events = eventsOf(runId, 2);
      const journal = store.open(runId);
      await journal.append(0, []);
      await journal.append(0, events);
      await journal.append(2, []);
      expectSame("Appending no events changes nothing", await readAll(journal), events);
    },
  },
  {
    name: "a writer that believes more or fewer events to be there is refused, and nothing has changed",
    check: async ({ store }) => {
      const events = eventsOf(runId, 5);
      await store.open(runId).append(0, events.slice(0, 3));
      for (const journal of [store.open(runId), store.open(runId)]) {
        for (const position of [0, 1, 2, 4]) {
          await refuses(journal, position, 3);
          expectSame("After a refusal the journal is as before", await readAll(journal), events.slice(0, 3));
        }
        await refuses(store.open("never begun"), 1, 0);
      }
      const journal = store.open(runId);
      await journal.append(3, events.slice(3));
      expectSame("The journal goes on after refusals", await readAll(journal), events);
    },
  },
  {
    name: "of two writers that opened a journal before either wrote, the second is refused",
    check: async ({ store }) => {
      const events = eventsOf(runId, 4);
      const [first, second] = [store.open(runId), store.open(runId)];
      await first.append(0, events.slice(0, 2));
      await refuses(second, 0, 2);
      await first.append(2, events.slice(2));
      expectSame("The first goes on", await readAll(first), events);
      expectSame("Who opens it again sees the first one's events", await readAll(store.open(runId)), events);
    },
  },
  {
    name: "of two writers at once exactly one succeeds",
    check: async ({ store }) => {
      const appended = [2, 3].map(async (count) => store.open(runId).append(0, eventsOf(runId, count)));
      const outcomes = (await Promise.allSettled(appended)).map(({ status }) => status);
      expectSame("Two writers at once", outcomes.toSorted(), ["fulfilled", "rejected"]);
      const kept = eventsOf(runId, outcomes[0] === "fulfilled" ? 2 : 3);
      expectSame("The journal holds what the first wrote", await readAll(store.open(runId)), kept);
    },
  },
  {
    name: "a journal of 5,000 events is read whole and in pages",
    check: async ({ store }) => {
      const events = eventsOf(runId, 5000);
      const journal = store.open(runId);
      for (let at = 0; at < events.length; at += 1250) await journal.append(at, events.slice(at, at + 1250));
      expectSame("All 5,000 events", await readAll(journal), events);
      for (let at = 0; at < events.length; at += 999) {
        expectSame(`The page at ${at}`, await journal.read(at, 999), events.slice(at, at + 999));
      }
    },
  },
];

function refuses(journal: Journal, position: number, length: number): Promise<void> {
  const fact = `Appending at ${position} where there are ${length} events is refused`;
  return expectStoreError(fact, () => journal.append(position, eventsOf(runId, position + 1).slice(position)));
}
