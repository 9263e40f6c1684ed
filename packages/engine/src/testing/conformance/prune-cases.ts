import type { PruneRule } from "../../ports/run-index.ts";
import type { Store } from "../../ports/store.ts";
import { expectSame } from "./checks.ts";
import { eventsOf, idsOf, readAll } from "./events.ts";
import { begin, finish, goOn, park, pause } from "./lives.ts";
import type { StoreCase } from "./store-case.ts";

/** Which finished runs are removed. */
export const pruneCases: readonly StoreCase[] = [
  {
    name: "finished runs are removed by status, age and number, those that finished first before others",
    check: async ({ store }) => {
      const rules: readonly (readonly [Omit<PruneRule, "limit"> & { readonly limit?: number }, readonly string[]])[] = [
        [{ status: "cancelled" }, []],
        [{ status: "failed" }, ["c"]],
        [{ status: "succeeded" }, ["a", "b", "d"]],
        [{ status: [] }, []],
        [{ status: ["failed", "succeeded"] }, ["a", "b", "c", "d"]],
        [{ status: "succeeded", finishedBefore: 5000 }, ["b"]],
        [{ status: "succeeded", finishedBefore: 5001 }, ["a", "b"]],
        [{ status: ["failed", "succeeded"], keep: 1 }, ["a", "b", "c"]],
        [{ status: ["failed", "succeeded"], keep: 2 }, ["a", "b"]],
        [{ status: "succeeded", keep: 1 }, ["a", "b"]],
        [{ status: "succeeded", keep: 3 }, []],
        [{ status: "succeeded", keep: Infinity }, []],
        [{ status: "succeeded", keep: 2, finishedBefore: 4000 }, []],
        [{ status: ["failed", "succeeded"], limit: 0 }, []],
        [{ status: ["failed", "succeeded"], limit: 1 }, ["b"]],
        [{ status: ["failed", "succeeded"], limit: 3 }, ["a", "b", "c"]],
        [{ status: ["failed", "succeeded"], limit: 2, keep: 3 }, ["b"]],
      ];
      for (const [index, [rule, gone]] of rules.entries()) {
        const prefix = `${index} `;
        await keepRuns(store, prefix);
        const fact = `prune(${JSON.stringify(rule)}) of runs that finished in the order b, a, c, d`;
        expectSame(`The answer of ${fact}`, await store.runs.prune({ limit: 100, ...rule }), gone.length);
        const left = ["a", "b", "c", "d", "open"].filter((runId) => !gone.includes(runId));
        expectSame(`What is left by ${fact}`, await idsOf(store), left.map((runId) => prefix + runId)); // biome-ignore format: one line
        await finish(store, `${prefix}open`, { time: 100 });
        await store.runs.prune({ status: ["succeeded", "failed"], limit: 100 });
        expectSame("What is left when all have been removed", await idsOf(store), []);
      }
    },
  },
  {
    name: "runs that are not over are never removed",
    check: async ({ store }) => {
      await begin(store, "running");
      await begin(store, "paused");
      await goOn(store, "paused", [pause]);
      await begin(store, "parked");
      await goOn(store, "parked", [park]);
      const removed = await store.runs.prune({ status: ["running", "paused", "parked", "succeeded"], limit: 100 });
      expectSame("Removed runs", removed, 0);
      expectSame("The runs that are left", await idsOf(store), ["running", "paused", "parked"]);
    },
  },
  {
    name: "what was removed is gone with its events and bytes, and its id is free",
    check: async ({ store }) => {
      const bytes = new Uint8Array(100_000).fill(1);
      const journal = store.open("r");
      await journal.append(0, eventsOf("r", 3, bytes));
      await finish(store, "r");
      await begin(store, "other");
      expectSame("Removed runs", await store.runs.prune({ status: "succeeded", limit: 1 }), 1);
      expectSame("A run that was removed", await store.runs.get("r"), null);
      expectSame("Its events, read by who had it open", await readAll(journal), []);
      expectSame("Its events", await readAll(store.open("r")), []);
      const events = eventsOf("r", 2, "anew");
      await journal.append(0, events);
      expectSame("A run that begins under its id", await readAll(store.open("r")), events);
      expectSame("It is the newest one", await idsOf(store), ["other", "r"]);
    },
  },
];

/** Finish in the order b, a, c, d; the one that is open does not. */
async function keepRuns(store: Store, prefix: string): Promise<void> {
  for (const runId of ["a", "b", "c", "d", "open"]) await begin(store, prefix + runId);
  await finish(store, `${prefix}a`, { time: 5000 });
  await finish(store, `${prefix}b`, { time: 4000 });
  await finish(store, `${prefix}c`, { time: 6000, status: "failed" });
  await finish(store, `${prefix}d`, { time: 7000 });
}
