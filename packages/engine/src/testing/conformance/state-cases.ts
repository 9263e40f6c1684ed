import type { StateKey, StateStore } from "../../ports/state-store.ts";
import { expectSame } from "./checks.ts";
import { oddNames } from "./odd-names.ts";
import type { StoreCase } from "./store-case.ts";

const flow: StateKey = { workflow: "report", step: null };

/** Flow states and step states. */
export const stateCases: readonly StoreCase[] = [
  {
    name: "a state that was never written is empty, of version 0",
    check: async ({ store: { states } }) => {
      expectSame("A state that was never written", await states.read(flow), { values: {}, version: 0 });
      expectSame("Writing over version 1 of nothing", await states.write(flow, 1, { a: 1 }), false);
      expectSame("After a refused write", await states.read(flow), { values: {}, version: 0 });
    },
  },
  {
    name: "each write of a state replaces all values, and its version grows by one",
    check: async ({ store: { states } }) => {
      for (let version = 0; version < 5; version++) {
        const values = { [`key-${version}`]: version };
        expectSame(`Writing over version ${version}`, await states.write(flow, version, values), true);
        expectSame("What was written", await states.read(flow), { values, version: version + 1 });
      }
    },
  },
  {
    name: "a write over another version of a state is refused, and nothing has changed",
    check: async ({ store: { states } }) => {
      await states.write(flow, 0, { a: 1 });
      await states.write(flow, 1, { a: 2 });
      for (const version of [0, 1, 3]) {
        expectSame(`Writing over version ${version}, where 2 is`, await states.write(flow, version, { a: 9 }), false);
      }
      expectSame("After refused writes", await states.read(flow), { values: { a: 2 }, version: 2 });
    },
  },
  {
    name: "of writes over the same version of a state exactly one succeeds",
    check: async ({ store: { states } }) => {
      const written = await Promise.all([1, 2, 3, 4].map(async (a) => states.write(flow, 0, { a })));
      const winners = [1, 2, 3, 4].filter((_, index) => written[index]);
      expectSame("The number of writes that succeeded", winners.length, 1);
      expectSame("The values of the one that did", await states.read(flow), { values: { a: winners[0] }, version: 1 });
    },
  },
  {
    name: "writers that read, change and try again lose nothing",
    check: async ({ store: { states } }) => {
      await Promise.all(Array.from({ length: 10 }, () => countUp(states, 10)));
      expectSame("10 writers that count up 10 times each", await states.read(flow), {
        values: { count: 100 },
        version: 100,
      });
    },
  },
  {
    name: "states whose keys hold odd characters are kept apart",
    check: async ({ store: { states } }) => {
      const keys = [
        ...oddNames.flatMap((name) => [
          { workflow: name, step: null },
          { workflow: "w", step: name },
          { workflow: name, step: "w" },
        ]),
        { workflow: "w", step: "" },
        { workflow: "", step: null },
        { workflow: "", step: "" },
        { workflow: "w,x", step: null },
      ];
      for (const [index, key] of keys.entries()) await states.write(key, 0, { index });
      for (const [index, key] of keys.entries()) {
        const fact = `The state of ${JSON.stringify([key.workflow.slice(0, 50), key.step?.slice(0, 50) ?? null])}`;
        expectSame(fact, await states.read(key), { values: { index }, version: 1 });
      }
    },
  },
];

async function countUp(states: StateStore, times: number): Promise<void> {
  for (let done = 0; done < times; ) {
    const { values, version } = await states.read(flow);
    if (await states.write(flow, version, { count: Number(values.count ?? 0) + 1 })) done++;
  }
}
