import type { EventBody } from "../../core/events.ts";
import type { RunQuery, StoredRun } from "../../ports/run-index.ts";
import type { Store } from "../../ports/store.ts";
import { expectSame, expectStoreError } from "./checks.ts";
import { attempt, begin, cancel, finish, goOn, namesOf, park, pause, resume } from "./lives.ts";
import type { StoreCase } from "./store-case.ts";

/** What a store says of runs without their events, and which it lists. */
export const indexCases: readonly StoreCase[] = [
  {
    name: "a run that never began is not there",
    check: async ({ store }) => {
      expectSame("A run that never began", await store.runs.get("never begun"), null);
      expectSame("The list of an empty store", await store.runs.list(), []);
      await store.open("opened").append(0, []);
      expectSame("A run to which no events were appended", await store.runs.get("opened"), null);
    },
  },
  {
    name: "a run is described from its beginning to its end",
    check: async ({ store }) => {
      const lease = { owner: "one", epoch: 1 };
      const expectRun = async (fact: string, run: Partial<StoredRun>) => {
        expectSame(fact, await store.runs.get("r"), { ...described, ...run });
        expectSame(`${fact}, in the list`, await store.runs.list(), [{ ...described, ...run }]);
      };
      const described = { ...descriptionOf("r", "report", 1000.5), lease };
      await begin(store, "r", { workflow: "report", time: 1000.5, lease, dueAt: 5000 });
      await expectRun("A run that began", { dueAt: 5000 });
      await goOn(store, "r", [attempt, attempt], { lease, dueAt: Infinity });
      await expectRun("A run that waits for events", { events: 3, dueAt: Infinity });
      await goOn(store, "r", [attempt], { lease });
      await expectRun("A run that may have something to do at any time", { events: 4, dueAt: null });
      await store.leases.release("one", "r");
      await expectRun("A run that was given back", { events: 4, lease: null });
      await finish(store, "r", { status: "failed", time: 2500.25 });
      const ended = { events: 5, status: "failed", finishedAt: 2500.25, dueAt: null, lease: null } as const;
      await expectRun("A run that is over", ended);
    },
  },
  {
    name: "a run that finishes has no lease and nothing to do, whoever finishes it",
    check: async ({ store }) => {
      const lease = { owner: "one", epoch: 1 };
      await begin(store, "r", { lease });
      await finish(store, "r", { lease, dueAt: 9000 });
      const expected = { ...descriptionOf("r"), events: 2, status: "succeeded", finishedAt: 2000 };
      expectSame("A run that is over", await store.runs.get("r"), expected);
    },
  },
  {
    name: "a run has the status that its last events give it",
    check: async ({ store }) => {
      await begin(store, "r");
      const turns: readonly (readonly [StoredRun["status"], readonly EventBody[]])[] = [
        ["running", [attempt]],
        ["paused", [pause]],
        ["paused", [attempt]],
        ["running", [resume]],
        ["paused", [resume, pause, attempt]],
        ["running", [cancel]],
        ["parked", [park]],
        ["running", [resume, attempt]],
        ["cancelled", [{ type: "run-finished", status: "cancelled", output: null, errors: [] }]],
      ];
      for (const [status, bodies] of turns) {
        await goOn(store, "r", bodies);
        const fact = `The status after ${bodies.map(({ type }) => type).join(", ")}`;
        expectSame(fact, (await store.runs.get("r"))?.status, status);
      }
    },
  },
  {
    name: "runs are listed by status, workflow, time of their start and when they are due",
    check: async ({ store }) => {
      await keepRuns(store);
      const queries: readonly (readonly [RunQuery, readonly string[]])[] = [
        [{}, ["a", "b", "c", "d", "e", "f"]],
        [{ status: "running" }, ["a", "d", "f"]],
        [{ status: "parked" }, []],
        [{ status: ["paused", "failed"] }, ["b", "c"]],
        [{ status: ["succeeded", "running", "running"] }, ["a", "d", "e", "f"]],
        [{ status: [] }, []],
        [{ workflow: "bill" }, ["b", "d", "e"]],
        [{ workflow: "unknown" }, []],
        [{ workflow: "bill", status: "running" }, ["d"]],
        [{ workflow: "bill", status: ["running", "succeeded", "failed"] }, ["b", "d", "e"]],
        [{ startedFrom: 300 }, ["c", "d", "f"]],
        [{ startedBefore: 300 }, ["a", "b", "e"]],
        [{ startedFrom: 200, startedBefore: 400 }, ["b", "c", "e"]],
        [{ startedFrom: 200, startedBefore: 400, workflow: "bill", status: "succeeded" }, ["e"]],
        [{ dueBefore: 5000 }, ["a", "c"]],
        [{ dueBefore: 5001 }, ["a", "c", "d"]],
        [{ dueBefore: Number.MAX_VALUE, status: "running" }, ["a", "d"]],
        [{ dueBefore: 1, workflow: "bill" }, []],
      ];
      for (const [query, expected] of queries) await expectList(store, query, expected);
    },
  },
  {
    name: "lists are given page by page, from either end",
    check: async ({ store }) => {
      await keepRuns(store);
      for (const query of [
        {},
        { status: ["running", "failed", "paused"] },
        { workflow: "bill" },
        { startedFrom: 200 },
        { dueBefore: 6000 },
      ] satisfies RunQuery[]) {
        // biome-ignore format: a table
        const all = namesOf(await store.runs.list(query));
        expectSame(`The page of size 0 of ${JSON.stringify(query)}`, await store.runs.list({ ...query, limit: 0 }), []);
        for (const limit of [1, 2, 3, 10]) {
          await expectPages(store, { ...query, limit }, all);
          await expectPages(store, { ...query, limit, newestFirst: true }, all.toReversed());
        }
      }
    },
  },
  {
    name: "a page goes on behind a run that itself would not be listed",
    check: async ({ store }) => {
      await keepRuns(store);
      await expectList(store, { status: "running", after: "b" }, ["d", "f"]);
      await expectList(store, { workflow: "bill", after: "c", newestFirst: true }, ["b"]);
    },
  },
  {
    name: "a page behind a run that is not kept is refused",
    check: async ({ store }) => {
      await keepRuns(store);
      for (const after of ["unknown", ""]) {
        await expectStoreError(`A page after ${JSON.stringify(after)}`, () => store.runs.list({ after }));
      }
    },
  },
];

/** As the store tells of a run that has begun at 1000, if nothing else is said. */
function descriptionOf(runId: string, workflow = "conformance", startedAt = 1000): StoredRun {
  const begun = { status: "running", finishedAt: null, events: 1, dueAt: null, lease: null } as const;
  return { runId, workflow, startedAt, ...begun };
}

/** Began in this order, which is not that of their times. */
async function keepRuns(store: Store): Promise<void> {
  await begin(store, "a", { workflow: "report", time: 100 });
  await begin(store, "b", { workflow: "bill", time: 200 });
  await begin(store, "c", { workflow: "report", time: 300 });
  await begin(store, "d", { workflow: "bill", time: 400, dueAt: 5000 });
  await begin(store, "e", { workflow: "bill", time: 250 });
  await begin(store, "f", { workflow: "report", time: 600, dueAt: Infinity });
  await finish(store, "b", { status: "failed" });
  await goOn(store, "c", [pause], { dueAt: 4000 });
  await finish(store, "e");
}

async function expectList(store: Store, query: RunQuery, expected: readonly string[]): Promise<void> {
  expectSame(`The runs of ${JSON.stringify(query)}`, namesOf(await store.runs.list(query)), expected);
}

async function expectPages(store: Store, query: RunQuery & { readonly limit: number }, all: readonly string[]) {
  for (let at = 0; at <= all.length; at += query.limit) {
    const after = all[at - 1];
    const page = after === undefined ? query : { ...query, after };
    await expectList(store, page, all.slice(at, at + query.limit));
  }
}
