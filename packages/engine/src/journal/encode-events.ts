import type { Codec } from "../codec/codec.ts";
import { newerRemedy, unreadable } from "../codec/unreadable.ts";
import type { EventType, RunEvent } from "../core/events.ts";
import { describeThrown } from "../errors/thrown.ts";
import { amount, type EventField, type FieldPlace, misread, placeIn } from "./event-field.ts";
import { eventForms } from "./event-forms.ts";
import { decodedParts, encodedParts, jsonObject, refuseUnknown } from "./event-objects.ts";

/** The fields of each type of event. */
const fieldsOf = new Map<unknown, readonly (readonly [key: string, field: EventField<unknown>])[]>(
  Object.entries(eventForms).map(([type, fields]) => [type, Object.entries(fields)]),
);

/** The fields of all events. */
const ownFields = ["sequence", "time", "type"];

/**
 * Events as plain JSON, one object for each. What can be anybody's value is written by the codec; all else can be read.
 *
 * @throws SerializationError for a value that is too large; errors are shortened instead
 */
export function encodeEvents(events: readonly RunEvent[], codec: Codec): readonly unknown[] {
  return events.map((event) => {
    const { sequence, time, type } = event;
    const place = placeOf(sequence, type, codec);
    const fields = encodedParts(event, fieldsOf.get(type)!, place); // every type has its form
    return { sequence, time: amount.encode(time, place), type, ...Object.fromEntries(fields) };
  });
}

/**
 * The events that `encodeEvents` wrote. Nothing in what is read is trusted: it may come from anybody.
 *
 * @param position how many events of the run come before these
 * @throws StoreError that names the first event which is not as it was written, or not in its place
 */
export function decodeEvents(encoded: unknown, codec: Codec, position = 0): readonly RunEvent[] {
  if (!Array.isArray(encoded)) throw unreadable("What was given as the events of a run", "", "is not a list");
  const events: RunEvent[] = [];
  for (const written of encoded) {
    const sequence = position + events.length + 1;
    const event = decodeEvent(written, sequence, codec);
    refuseOutOfPlace(event, events.at(-1), placeOf(sequence, event.type, codec));
    events.push(event);
  }
  return events;
}

function decodeEvent(written: unknown, sequence: number, codec: Codec): RunEvent {
  const nameless: FieldPlace = { codec, event: `event ${sequence}`, path: "" };
  const json = jsonObject(written, nameless);
  const type: unknown = Object.hasOwn(json, "type") ? json.type : undefined;
  if (typeof type !== "string") throw misread(nameless, "has no type");
  const fields = fieldsOf.get(type);
  if (fields === undefined) {
    const problem = `is of the type ${JSON.stringify(type)}, which this release does not know`;
    throw unreadable(`Event ${sequence}`, "", problem, newerRemedy);
  }
  const place = placeOf(sequence, type, codec);
  refuseUnknown(json, [...ownFields, ...fields.map(([key]) => key)], place);
  if (json.sequence !== sequence) {
    throw misread(
      place,
      `has the sequence number ${describeThrown(json.sequence)}: events are missing or out of order`,
    );
  }
  const own = decodedParts(json, [["time", amount as EventField<unknown>]], place); // is given numbers only
  const parts = decodedParts(json, fields, place);
  return Object.freeze({ ...Object.fromEntries([...own, ...parts]), type, sequence }) as RunEvent; // its form has all fields of the type
}

/** The rules that hold for any run; the core knows the others. */
function refuseOutOfPlace(event: RunEvent, before: RunEvent | undefined, place: FieldPlace): void {
  if (!Number.isFinite(event.time)) throw misread(placeIn(place, ".time"), "is not a time");
  if (event.time < (before?.time ?? -Infinity)) throw misread(place, "is older than the event before it");
  if (before?.type === "run-finished") throw misread(place, "comes after the end of the run");
  if ((event.type === "run-started") === (event.sequence === 1)) return;
  throw misread(
    place,
    event.sequence === 1 ? 'is not "run-started", which comes first' : "comes after the first event",
  );
}

function placeOf(sequence: number, type: EventType | (string & {}), codec: Codec): FieldPlace {
  return { codec, event: `event ${sequence} (${JSON.stringify(type)})`, path: "" };
}
