import { expectSame, expectStoreError } from "./checks.ts";
import { eventsOf, idsOf, readAll } from "./events.ts";
import { valuesOfAllKinds } from "./kinds.ts";
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
];
