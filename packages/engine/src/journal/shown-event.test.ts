import { describe, expect, it } from "vitest";
import { someOutline } from "../../../../test/support/some-outline.ts";
import type { EmittedEvent, EventBody, RunEvent } from "../core/events.ts";
import { record } from "../state/record.ts";
import { shownEvent } from "./shown-event.ts";

type Body = EventBody | Omit<EmittedEvent, "time">;

/** Every kind of event that holds a value of the user's, with this one in each place for it. */
const withValue = (value: unknown): readonly Body[] => [
  {
    type: "run-started",
    runId: "1",
    workflow: "w",
    version: null,
    outline: someOutline,
    parentRunId: null,
    rerunOf: null,
    input: value,
    state: {},
    metadata: { value },
    timeoutMs: null,
    gracePeriodMs: 0,
    live: false,
    resources: [],
  },
  { type: "step-queued", path: "a", params: { value }, reads: [] },
  { type: "map-started", path: "a", items: [value], reads: [] },
  { type: "child-started", path: "a", reads: [], input: value, state: { value }, flowState: { value } },
  { type: "step-succeeded", path: "a", attempt: 1, output: value },
  { type: "stop-requested", path: "a", output: value },
  { type: "run-finished", status: "succeeded", output: value, errors: [] },
  { type: "variable-set", path: "a", name: "x", value },
  { type: "log-written", path: "a", level: "info", message: "m", fields: { value } },
  { type: "event-sent", path: "", event: "e", data: value, from: null, to: null },
  { type: "event-emitted", path: "a", event: null, data: value },
  { type: "wait-ended", path: "a", wait: 1, outcome: { kind: "answered", data: value } },
  { type: "step-reused", path: "a", from: { runId: "1", path: "a", time: 0 }, params: { value }, reads: [], outcome: { kind: "succeeded", output: value } }, // biome-ignore format: one line
  { type: "state-changed", path: "a", layer: "state", patches: [{ op: "add", path: ["x"], value }, { op: "remove", path: ["y"] }] }, // biome-ignore format: one line
];

/** The events as the runner has them: with recorded values. */
function eventsWith(value: unknown): readonly (RunEvent | EmittedEvent)[] {
  return withValue(value).map(
    (body) => record({ ...body, sequence: 1, time: 0 }, "An event") as RunEvent | EmittedEvent,
  ); // a copy has its type
}

function partsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null || value instanceof Map) return [value];
  return Object.values(value).flatMap(partsOf);
}

describe("an event that is shown", () => {
  it.each(eventsWith(new Map([["a", 1]])).map((event) => [event.type, event] as const))(
    "holds copies of what cannot be frozen: %s",
    (_type, event) => {
      const shown = shownEvent(event);
      const own = new Set(partsOf(event).filter((part) => part instanceof Map));
      const copies = partsOf(shown).filter((part) => part instanceof Map);
      expect(shown).toEqual(event);
      expect(Object.isFrozen(shown)).toBe(true);
      expect(copies).toHaveLength(partsOf(event).filter((part) => part instanceof Map).length);
      expect(copies.length).toBeGreaterThan(0);
      expect(copies.some((part) => own.has(part))).toBe(false);
    },
  );

  it.each(eventsWith({ a: [1] }).map((event) => [event.type, event] as const))(
    "is the event itself if all of it is frozen: %s",
    (_type, event) => {
      expect(shownEvent(event)).toBe(event);
    },
  );

  it("is frozen from then on", () => {
    const started: RunEvent = { type: "attempt-started", path: "a", attempt: 1, sequence: 1, time: 0 };
    expect(Object.isFrozen(shownEvent(started))).toBe(true);
  });

  it("is the event itself if it holds no value", () => {
    const due: RunEvent = Object.freeze({ type: "retry-due", path: "a", sequence: 1, time: 0 });
    expect(shownEvent(due)).toBe(due);
  });
});
