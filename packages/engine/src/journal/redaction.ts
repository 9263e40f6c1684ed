import type { EmittedEvent, RunEvent } from "../core/events.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { ClassRegistry } from "../state/class-registry.ts";
import type { EventField } from "./event-field.ts";
import { eventForms } from "./event-forms.ts";
import { redactedParts } from "./event-objects.ts";
import { values } from "./event-values.ts";
import { type RedactOptions, redactedText } from "./redact-options.ts";
import { createRedactor, type Redactor } from "./redactor.ts";

/** Stands between the runs of an engine and all that is outside: what is not redacted is the same object. */
export interface Redaction {
  /** Events as they are stored, and told to observers. */
  events(events: readonly RunEvent[]): readonly RunEvent[];
  emitted(event: EmittedEvent): EmittedEvent;
  /** A store of states that gets what may be kept. */
  states(store: StateStore): StateStore;
}

/** Everything may be shown. */
export const noRedaction: Redaction = {
  events: (events) => events,
  emitted: (event) => event,
  states: (store) => store,
};

/** @param classes whose instances are redacted by what they are made of */
export function createRedaction(options: RedactOptions, classes: ClassRegistry | null): Redaction {
  const redactor = createRedactor(options, classes);
  return {
    events: (events) => events.map((event) => redactedEvent(event, redactor)),
    emitted: (event) => {
      const data = redactor.value(event.data, { event: event.type, path: ".data" });
      return Object.is(data, event.data) ? event : Object.freeze({ ...event, data });
    },
    states: (store) => redactedStates(store, redactor),
  };
}

/** The fields of each type of event. */
const fieldsOf = new Map<unknown, readonly (readonly [key: string, field: EventField<unknown>])[]>(
  Object.entries(eventForms).map(([type, fields]) => [type, Object.entries(fields)]),
);

function redactedEvent(event: RunEvent, redactor: Redactor): RunEvent {
  const shown = redactedParts(event, fieldsOf.get(event.type)!, { redactor, event: event.type, path: "" }); // every type has its form
  if (shown.type !== "variable-set" || !redactor.names.hides(shown.name, shown.value)) return shown;
  return Object.freeze({ ...shown, value: redactedText });
}

function redactedStates(store: StateStore, redactor: Redactor): StateStore {
  const shownValues = (given: Readonly<Record<string, unknown>>, event: string) =>
    values.redact(given, { redactor, event, path: "" });
  return {
    read: (key) => store.read(key),
    write: (key, version, given) => {
      if (key.step === null) return store.write(key, version, shownValues(given, "flow-state"));
      // The values of a step lie one level below names of our own.
      const own = given.values as typeof given; // by `storedForm`
      return store.write(key, version, Object.freeze({ ...given, values: shownValues(own, "step-state") }));
    },
  };
}
