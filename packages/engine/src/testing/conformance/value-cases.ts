import type { RunEvent } from "../../core/events.ts";
import { expectSame } from "./checks.ts";
import { eventsOf, readAll } from "./events.ts";
import { valuesOfAllKinds } from "./kinds.ts";
import type { StoreCase } from "./store-case.ts";

/** Values of each kind come back as recorded values: what they were, and frozen where they can be. */
export const valueCases: readonly StoreCase[] = [
  ...Object.keys(valuesOfAllKinds()).map(
    (kind) =>
      ({
        name: `a journal and a state keep ${kind}`,
        check: async ({ store }) => {
          const input = valuesOfAllKinds()[kind];
          await store.open("r").append(0, eventsOf("r", 2, input));
          const events = await readAll(store.open("r"));
          expectSame(`Events that hold ${kind}`, events, eventsOf("r", 2, input));
          expectSame(`What is not frozen of events that hold ${kind}`, unfrozenPaths(events), []);
          const key = { workflow: "w", step: "s" };
          await store.states.write(key, 0, { input });
          expectSame(`A state that holds ${kind}`, await store.states.read(key), { values: { input }, version: 1 });
        },
      }) satisfies StoreCase,
  ),
  {
    name: "a journal and a state keep an object that is in several places one object",
    check: async ({ store }) => {
      const shared = Object.freeze({ a: 1 });
      await store.open("r").append(0, eventsOf("r", 1, Object.freeze([shared, shared])));
      expectSame("The object in an event", isOneObject(inputOf(await readAll(store.open("r")))), true);
      const key = { workflow: "w", step: null };
      await store.states.write(key, 0, { one: shared, other: shared });
      const { one, other } = (await store.states.read(key)).values;
      expectSame("The object in a state", isOneObject([one, other]), true);
    },
  },
];

function inputOf(events: readonly RunEvent[]): unknown {
  return events[0]?.type === "run-started" ? events[0].input : undefined;
}

function isOneObject(pair: unknown): boolean {
  return Array.isArray(pair) && pair[0] === pair[1];
}

/** Where there are plain objects and arrays that somebody could change. */
function unfrozenPaths(events: readonly RunEvent[]): readonly string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return;
    if (!Object.isFrozen(value)) found.push(path);
    for (const [key, part] of Object.entries(value)) visit(part, `${path}.${key}`);
  };
  for (const event of events) visit(event, `event ${event.sequence}`);
  return found;
}
