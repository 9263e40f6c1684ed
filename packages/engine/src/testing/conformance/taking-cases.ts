import type { WantedRuns } from "../../ports/leases.ts";
import { expectSame } from "./checks.ts";
import { attempt, begin, finish, goOn, namesOf, park, pause } from "./lives.ts";
import type { StoreCase } from "./store-case.ts";
import { expectTaken, renew } from "./taking.ts";

const first = { owner: "first", epoch: 1 };

/** Which runs are taken, and in which order. */
export const takingCases: readonly StoreCase[] = [
  {
    name: "a run is taken by its id when it is paused or parked, and from oneself",
    check: async ({ store }) => {
      await renew(store, "first", 0, 1000);
      for (const [runId, turn] of [
        ["running", attempt],
        ["paused", pause],
        ["parked", park],
      ] as const) {
        // biome-ignore format: a table
        await begin(store, runId, { lease: first });
        await goOn(store, runId, [turn], { lease: first });
      }
      await expectTaken(store, "first", { now: 0 }, []);
      for (const runId of ["running", "paused", "parked"]) {
        const [taken] = await store.leases.take("first", { now: 0, runId, limit: 1 });
        const lease = { owner: "first", epoch: 2 };
        const expected = { runId, workflow: "conformance", lease, isOrphan: false };
        expectSame("One's own run, which nobody left", taken, expected);
      }
      await expectTaken(store, "second", { now: 1001 }, ["running"]);
      await expectTaken(store, "second", { now: 1001, runId: "paused" }, ["paused"]);
      await expectTaken(store, "second", { now: 1001, runId: "parked" }, ["parked"]);
      await expectTaken(store, "second", { now: 1001, runId: "unknown" }, []);
    },
  },
  {
    name: "runs are taken of some workflows, those with the earliest things to do first, so many as are wanted",
    check: async ({ store }) => {
      const dueTimes = { a: 7000, b: Infinity, c: 5000, d: null, e: 6000, f: null } as const;
      for (const [runId, dueAt] of Object.entries(dueTimes)) {
        await begin(store, runId, { workflow: runId < "d" ? "report" : "bill", dueAt });
      }
      const wanted: readonly (readonly [Partial<WantedRuns>, readonly string[]])[] = [
        [{}, ["d", "f", "c", "e", "a", "b"]],
        [{ limit: 3 }, ["d", "f", "c"]],
        [{ limit: 0 }, []],
        [{ workflows: ["report"] }, ["c", "a", "b"]],
        [{ workflows: ["report", "bill", "unknown"], limit: 4 }, ["d", "f", "c", "e"]],
        [{ workflows: [] }, []],
        [{ dueBefore: 6000 }, ["d", "f", "c"]],
        [{ dueBefore: 6001, workflows: ["bill"] }, ["d", "f", "e"]],
        [{ dueBefore: Infinity, workflows: ["report"] }, ["c", "a", "b"]],
        [{ runId: "e", dueBefore: 6000 }, []],
        [{ runId: "e", dueBefore: 6001 }, ["e"]],
        [{ runId: "e", workflows: ["report"] }, []],
        [{ runId: "d", dueBefore: 1 }, ["d"]],
      ];
      for (const [query, expected] of wanted) {
        await expectTaken(store, "first", { now: 0, ...query }, expected);
        await store.leases.release("first");
      }
    },
  },
  {
    name: "runs that were left by several owners are taken in the order in which they are due",
    check: async ({ store }) => {
      for (let index = 0; index < 9; index++) {
        const lease = { owner: `owner ${index % 3}`, epoch: 1 };
        await begin(store, `r${index}`, { lease, dueAt: 1000 + ((index * 5) % 9) });
      }
      await expectTaken(store, "first", { now: 0, limit: 5 }, ["r0", "r2", "r4", "r6", "r8"]);
      await expectTaken(store, "first", { now: 0, limit: 5 }, ["r1", "r3", "r5", "r7"]);
    },
  },
  {
    name: "of takers at once each run goes to one",
    check: async ({ store }) => {
      const runIds = Array.from({ length: 60 }, (_, index) => `r${index}`);
      for (const runId of runIds) await begin(store, runId);
      const owners = ["a", "b", "c"];
      for (const owner of owners) await renew(store, owner, 0, 1000);
      const rounds = Array.from({ length: 8 }, () => owners).flat();
      const taken = await Promise.all(rounds.map(async (owner) => store.leases.take(owner, { now: 0, limit: 7 })));
      expectSame("The runs that were taken", namesOf(taken.flat()).toSorted(), runIds.toSorted());
      for (const { runId, lease } of taken.flat()) {
        expectSame(`The lease of ${runId}`, (await store.runs.get(runId))?.lease, lease);
      }
    },
  },
  {
    name: "a run that is over is never taken",
    check: async ({ store }) => {
      await begin(store, "r", { lease: first });
      await finish(store, "r", { lease: first });
      await expectTaken(store, "second", { now: 0 }, []);
      await expectTaken(store, "second", { now: 0, runId: "r" }, []);
      await expectTaken(store, "first", { now: 0, runId: "r" }, []);
    },
  },
];
