import { expectSame, expectStoreError } from "./checks.ts";
import { eventsOf, readAll } from "./events.ts";
import { attempt, begin, goOn } from "./lives.ts";
import type { StoreCase } from "./store-case.ts";
import { expectTaken, renew } from "./taking.ts";

const [first, second] = ["first", "second"].map((owner) => ({ owner, epoch: 1 })) as [Holder, Holder]; // two of two
type Holder = { readonly owner: string; readonly epoch: number };

/** Who has a run, who can take it, and whose writes are refused. */
export const leaseCases: readonly StoreCase[] = [
  {
    name: "who begins a run has it, under epoch 1",
    check: async ({ store }) => {
      await renew(store, "first", 0, 1000);
      await begin(store, "r", { lease: first });
      expectSame("Its lease", (await store.runs.get("r"))?.lease, first);
      await expectTaken(store, "second", { now: 500 }, []);
      await expectTaken(store, "second", { now: 500, runId: "r" }, []);
      await goOn(store, "r", [attempt], { lease: first });
      expectSame("The length of the run", (await store.runs.get("r"))?.events, 2);
    },
  },
  {
    name: "a run that was begun without a lease can be taken",
    check: async ({ store }) => {
      await begin(store, "r", { workflow: "report" });
      const lease = { owner: "first", epoch: 2 };
      const taken = [{ runId: "r", workflow: "report", lease, isOrphan: false }];
      expectSame("What was taken", await store.leases.take("first", { now: 0, limit: 10 }), taken);
      expectSame("The lease of the run", (await store.runs.get("r"))?.lease, lease);
    },
  },
  {
    name: "a term is held until it is over, and a renewal after that says so",
    check: async ({ store }) => {
      expectSame("The first term", await store.leases.renew("first", { now: 0, until: 100 }), true);
      expectSame("A renewal in time", await store.leases.renew("first", { now: 50, until: 200 }), true);
      expectSame("A renewal in the last moment", await store.leases.renew("first", { now: 200, until: 300 }), true);
      expectSame("A renewal that is late", await store.leases.renew("first", { now: 301, until: 400 }), false);
      expectSame("The renewal after it", await store.leases.renew("first", { now: 350, until: Infinity }), true);
      expectSame(
        "A renewal of a term without end",
        await store.leases.renew("first", { now: 1e15, until: 2e15 }),
        true,
      );
      expectSame("The term of another", await store.leases.renew("second", { now: 1e15, until: 2e15 }), true);
      await store.leases.release("first");
      expectSame(
        "The term after all was given back",
        await store.leases.renew("first", { now: 3e15, until: 4e15 }),
        true,
      );
    },
  },
  {
    name: "a run can be taken when the term of its owner is over, not before",
    check: async ({ store }) => {
      await renew(store, "first", 0, 1000);
      await renew(store, "second", 0, 1000);
      await begin(store, "a", { lease: first });
      await begin(store, "b", { lease: first });
      await expectTaken(store, "second", { now: 1000 }, []);
      await renew(store, "first", 1000, 2000);
      await expectTaken(store, "second", { now: 1500 }, []);
      const taken = await store.leases.take("second", { now: 2001, runId: "b", limit: 1 });
      const lease = { owner: "second", epoch: 2 };
      expectSame("A run whose owner vanished", taken, [{ runId: "b", workflow: "conformance", lease, isOrphan: true }]);
      expectSame("The other run still is its", (await store.runs.get("a"))?.lease, first);
      await expectTaken(store, "second", { now: 2001 }, ["a"]);
      await expectTaken(store, "third", { now: 1000 }, []);
    },
  },
  {
    name: "a run that was given back can be taken, and is no orphan",
    check: async ({ store }) => {
      for (const owner of ["first", "second"]) await renew(store, owner, 0, 1000);
      for (const runId of ["a", "b", "c"]) await begin(store, runId, { lease: first });
      await store.leases.release("first", "b");
      await store.leases.release("second", "a");
      expectSame("A run that was given back", (await store.runs.get("b"))?.lease, null);
      expectSame("A run that another one gave back", (await store.runs.get("a"))?.lease, first);
      const lease = { owner: "second", epoch: 2 };
      const taken = [{ runId: "b", workflow: "conformance", lease, isOrphan: false }];
      expectSame("What can be taken", await store.leases.take("second", { now: 500, limit: 10 }), taken);
      await store.leases.release("first");
      expectSame("A run of another owner", (await store.runs.get("b"))?.lease, lease);
      await expectTaken(store, "third", { now: 500 }, ["a", "c"]);
    },
  },
  {
    name: "each taking raises the epoch of the run by 1",
    check: async ({ store }) => {
      await begin(store, "r", { lease: first });
      for (let epoch = 2; epoch < 6; epoch++) {
        const owner = `owner ${epoch}`;
        const [taken] = await store.leases.take(owner, { now: epoch, limit: 1 });
        expectSame("The lease that was taken", taken?.lease, { owner, epoch });
        await goOn(store, "r", [attempt], { lease: { owner, epoch } });
        if (epoch % 2 === 0) await store.leases.release(owner);
      }
    },
  },
  {
    name: "who lost a run, or gave it back, appends nothing more",
    check: async ({ store }) => {
      const events = eventsOf("r", 3);
      const late = store.open("r", first);
      await late.append(0, events.slice(0, 2));
      const [taken] = await store.leases.take("second", { now: 0, limit: 1 });
      const refuses = async (fact: string, lease: Holder, length: number) => {
        const added = eventsOf("r", length + 1).slice(length);
        for (const journal of lease === first ? [late, store.open("r", lease)] : [store.open("r", lease)]) {
          await expectStoreError(fact, () => journal.append(length, added, 9000));
        }
        expectSame(`The events after: ${fact}`, await readAll(store.open("r")), eventsOf("r", length));
        expectSame(`When it is due after: ${fact}`, (await store.runs.get("r"))?.dueAt, null);
      };
      await refuses("An append under an older epoch", first, 2);
      await refuses("An append under an epoch that was not yet", { owner: "second", epoch: 3 }, 2);
      await refuses("An append by another owner under the same epoch", { owner: "first", epoch: 2 }, 2);
      const lease = { owner: "second", epoch: 2 };
      expectSame("The lease of the second", taken?.lease, lease);
      await store.open("r", lease).append(2, events.slice(2));
      await refuses("An append under an older epoch, at the right position", first, 3);
      await store.leases.release("second", "r");
      await refuses("An append by who gave the run back", lease, 3);
      const journal = store.open("r", first);
      expectSame("What is read under a lease that was lost", await readAll(journal), events);
    },
  },
  {
    name: "who lost a run is told so, not that a writer was at its position",
    check: async ({ store }) => {
      const late = store.open("r", first);
      await late.append(0, eventsOf("r", 1));
      await store.leases.take("second", { now: 0, limit: 1 });
      await store.open("r", { owner: "second", epoch: 2 }).append(1, eventsOf("r", 2).slice(1));
      const refusal = await Promise.resolve()
        .then(() => late.append(1, eventsOf("r", 2).slice(1)))
        .then(() => "none", (thrown: unknown) => String(thrown)); // biome-ignore format: one line
      expectSame("Whether the refusal is that of leaseLost", refusal.includes("its lease (epoch 1) has ended"), true);
    },
  },
  {
    name: "owners are kept apart, whatever their names hold",
    check: async ({ store }) => {
      const owners = ["", "a\u0000b", "a\u0000c", "\ud83d", "\ud83e", "'", "null", "é", "e\u0301"];
      for (const owner of owners) {
        await renew(store, owner, 0, 1000);
        await begin(store, `of ${owner}`, { lease: { owner, epoch: 1 } });
      }
      await expectTaken(store, second.owner, { now: 0 }, []);
      for (const owner of owners) {
        expectSame("The lease of a run", (await store.runs.get(`of ${owner}`))?.lease, { owner, epoch: 1 });
        await store.leases.release(owner);
        await expectTaken(store, second.owner, { now: 0 }, [`of ${owner}`]);
      }
    },
  },
];
