import { expectSame, expectStoreError } from "./checks.ts";
import { durationsOf } from "./duration-cases.ts";
import { eventsOf, idsOf, readAll } from "./events.ts";
import { valuesOfAllKinds } from "./kinds.ts";
import { begin, finish, goOn, namesOf, pause } from "./lives.ts";
import { memoOf } from "./memo-cases.ts";
import type { StoreCase } from "./store-case.ts";

/** What one instance wrote another reads; nothing is tried of a store that cannot be opened again. */
export const reopenCases: readonly StoreCase[] = [
  {
    name: "runs are there after the store is opened again, and go on",
    check: async (made) => {
      if (made.reopen === undefined) return;
      const events = eventsOf("b", 4);
      await made.store.open("b").append(0, events.slice(0, 3));
      await made.store.open("a").append(0, eventsOf("a", 1));
      const store = await made.reopen();
      const journal = store.open("b");
      expectSame("The runs, the oldest first", await idsOf(store), ["b", "a"]);
      expectSame("The events of a run", await readAll(journal), events.slice(0, 3));
      await expectStoreError("A writer at a wrong position is refused", () => journal.append(0, eventsOf("b", 1)));
      await journal.append(3, events.slice(3));
      expectSame("The run went on", await readAll(store.open("b")), events);
      await store.open("c").append(0, eventsOf("c", 1));
      expectSame("A run that began later is listed last", await idsOf(store), ["b", "a", "c"]);
    },
  },
  {
    name: "states are there after the store is opened again",
    check: async (made) => {
      if (made.reopen === undefined) return;
      const [flow, step] = [
        { workflow: "w", step: null },
        { workflow: "w", step: "s" },
      ];
      await made.store.states.write(flow, 0, { a: 1 });
      await made.store.states.write(step, 0, { b: 1 });
      await made.store.states.write(step, 1, { b: 2 });
      const { states } = await made.reopen();
      expectSame("A flow state", await states.read(flow), { values: { a: 1 }, version: 1 });
      expectSame("A step state", await states.read(step), { values: { b: 2 }, version: 2 });
      expectSame("Writing over an old version", await states.write(step, 1, { b: 9 }), false);
      expectSame("Writing over the version that is there", await states.write(step, 2, { b: 3 }), true);
    },
  },
  {
    name: "values of every kind are the same after the store is opened again",
    check: async (made) => {
      if (made.reopen === undefined) return;
      const input = valuesOfAllKinds();
      await made.store.open("r").append(0, eventsOf("r", 1, input));
      const key = { workflow: "w", step: "s" };
      await made.store.states.write(key, 0, input);
      const store = await made.reopen();
      expectSame("The input of a run", await readAll(store.open("r")), eventsOf("r", 1, input));
      expectSame("The values of a state", await store.states.read(key), { values: input, version: 1 });
    },
  },
  {
    name: "leases, due times and the list are there after the store is opened again",
    check: async (made) => {
      if (made.reopen === undefined) return;
      const { store } = made;
      const lease = { owner: "first", epoch: 1 };
      await store.leases.renew("first", { now: 0, until: 1000 });
      await begin(store, "a", { lease, dueAt: 5000, workflow: "report" });
      await begin(store, "b", { lease, dueAt: Infinity });
      await goOn(store, "b", [pause], { lease, dueAt: Infinity });
      await begin(store, "c", { lease });
      await finish(store, "c", { lease, status: "failed" });
      await begin(store, "d");
      const before = await store.runs.list();
      const reopened = await made.reopen();
      expectSame("The list of runs", await reopened.runs.list(), before);
      expectSame("A page of it", namesOf(await reopened.runs.list({ after: "b", limit: 1 })), ["c"]);
      await reopened.open("a", lease).append(1, eventsOf("a", 2).slice(1), 6000);
      const take = async (now: number) => namesOf(await reopened.leases.take("second", { now, limit: 10 }));
      expectSame("What nobody has", await take(1000), ["d"]);
      expectSame("What nobody has after the term", await take(1001), ["a"]);
      expectSame("The lease", (await reopened.runs.get("a"))?.lease, { owner: "second", epoch: 2 });
      await expectStoreError("An append by who lost the run", () =>
        reopened.open("a", lease).append(2, eventsOf("a", 3).slice(2)),
      );
    },
  },
  {
    name: "memos are there after the store is opened again",
    check: async (made) => {
      if (made.reopen === undefined) return;
      const output = valuesOfAllKinds();
      await made.store.memos.write("key", memoOf(output, 5000));
      const { memos } = await made.reopen();
      expectSame("A memo", await memos.read("key", 0), memoOf(output, 5000));
      expectSame("A memo that has expired", await memos.read("key", 5000), null);
      expectSame("How many have expired", await memos.prune(5000), 1);
    },
  },
  {
    name: "durations are there after the store is opened again, and go on",
    check: async (made) => {
      if (made.reopen === undefined) return;
      await made.store.durations.note("w", "1", durationsOf({ a: [10, 1], b: [0.1, 3] }));
      const { durations } = await made.reopen();
      expectSame("What was noted", await durations.read("w", "1"), durationsOf({ a: [10, 1], b: [0.1, 3] }));
      await durations.note("w", "1", durationsOf({ a: [20, 1] }));
      expectSame("What was added", await durations.read("w", "1"), durationsOf({ a: [15, 2], b: [0.1, 3] }));
    },
  },
];
