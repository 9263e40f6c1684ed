import { expectSame } from "./checks.ts";
import { eventsOf, idsOf, readAll } from "./events.ts";
import { oddNames } from "./odd-names.ts";
import type { StoreCase } from "./store-case.ts";

/** Many runs in one store. */
export const runCases: readonly StoreCase[] = [
  {
    name: "runs are listed in the order in which they began",
    check: async ({ store }) => {
      expectSame("An empty store has no runs", await idsOf(store), []);
      const journals = ["b", "a", "never begun", "c"].map((runId) => store.open(runId));
      await journals[1]?.append(0, eventsOf("a", 1));
      await journals[0]?.append(0, eventsOf("b", 1));
      await journals[1]?.append(1, eventsOf("a", 2).slice(1));
      await journals[3]?.append(0, eventsOf("c", 1));
      expectSame("The runs, the oldest first", await idsOf(store), ["a", "b", "c"]);
    },
  },
  {
    name: "2,000 runs are listed",
    check: async ({ store }) => {
      const runIds = Array.from({ length: 2000 }, (_, index) => `run-${(index * 7919) % 2000}`);
      for (const runId of runIds) await store.open(runId).append(0, eventsOf(runId, 1));
      expectSame("2,000 runs, the oldest first", await idsOf(store), runIds);
    },
  },
  {
    name: "runs whose ids hold odd characters are kept apart",
    check: async ({ store }) => {
      for (const [index, runId] of oddNames.entries()) await store.open(runId).append(0, eventsOf(runId, 1, index));
      expectSame("The ids as they were given", await idsOf(store), oddNames);
      for (const [index, runId] of oddNames.entries()) {
        const fact = `The events of the run ${JSON.stringify(runId.slice(0, 50))}`;
        expectSame(fact, await readAll(store.open(runId)), eventsOf(runId, 1, index));
      }
    },
  },
  {
    name: "runs that write at once do not disturb each other, not even by a refused one",
    check: async ({ store }) => {
      const runIds = Array.from({ length: 100 }, (_, index) => `run-${index}`);
      await store.open("refused").append(0, eventsOf("refused", 2));
      const writes = [...runIds, "refused", ...runIds]
        .map((runId) => store.open(runId))
        .map(async (journal, index) => {
          const runId = runIds[index];
          if (runId !== undefined) return journal.append(0, eventsOf(runId, 3));
          if (index === runIds.length) return journal.append(0, eventsOf("refused", 1));
        });
      const outcomes = await Promise.allSettled(writes);
      const refused = outcomes.flatMap(({ status }, index) => (status === "rejected" ? [index] : []));
      expectSame("Only the write at a wrong position is refused", refused, [runIds.length]);
      for (const runId of runIds) {
        expectSame(`The events of ${runId}`, await readAll(store.open(runId)), eventsOf(runId, 3));
      }
    },
  },
];
