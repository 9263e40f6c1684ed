import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inPlace } from "../../../../test/support/event-list.ts";
import { events } from "../../../../test/support/random-events.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { classes } from "../../../../test/support/recordable.ts";
import { createCodec } from "../codec/codec.ts";
import { StepspanError } from "../errors/base.ts";
import { StoreError } from "../errors/value-errors.ts";
import { decodeEvents, encodeEvents } from "./encode-events.ts";

const codec = createCodec({ classes });

describe("events that come from anybody", () => {
  const damaged =
    "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";
  const newer = "Use the release of Stepspan that wrote it, or a later one.";
  const good = encodeEvents(
    inPlace(
      {
        type: "step-skipped",
        path: "a",
        because: { kind: "upstream", step: "b" },
        reads: [{ step: "b", parameter: null }],
      },
      { type: "state-changed", path: "a", layer: "state", patches: [{ op: "add", path: ["a", 0], value: 1 }] },
      { type: "attempt-failed", path: "a", attempt: 1, error: new Error("no"), retryAt: 5 },
      { type: "step-queued", path: "a", params: { a: 1 }, reads: [] },
      { type: "map-started", path: "a", items: [1], reads: [] },
      { type: "run-finished", status: "succeeded", output: 5, errors: [] },
    ),
    codec,
  ) as readonly Readonly<Record<string, unknown>>[];

  function changed(number: number, parts: Readonly<Record<string, unknown>>): unknown {
    return good.map((event, index) => (index === number - 1 ? { ...event, ...parts } : event));
  }

  it("are read if they are good", () => {
    expect(decodeEvents(good, codec)).toHaveLength(7);
  });

  const without = (number: number, key: string) =>
    good.map((event, index) =>
      index === number - 1 ? Object.fromEntries(Object.entries(event).filter(([name]) => name !== key)) : event,
    );

  it.each<[kind: string, given: unknown, message: string]>([
    ["no list", {}, `What was given as the events of a run cannot be read back: it is not a list. ${damaged}`],
    ["no object", [null], `Event 1 cannot be read back: it is not an object. ${damaged}`],
    ["a list in place of an object", [[]], `Event 1 cannot be read back: it is not an object. ${damaged}`],
    ["no type", [{}], `Event 1 cannot be read back: it has no type. ${damaged}`],
    [
      "a type from the prototype",
      [Object.create({ type: "run-started" })],
      `Event 1 cannot be read back: it has no type. ${damaged}`,
    ],
    [
      "an unknown type",
      changed(2, { type: "step-dreamt" }),
      `Event 2 cannot be read back: it is of the type "step-dreamt", which this release does not know. ${newer}`,
    ],
    [
      "a type that objects have",
      changed(2, { type: "constructor" }),
      `Event 2 cannot be read back: it is of the type "constructor", which this release does not know. ${newer}`,
    ],
    [
      "a missing field",
      without(2, "because"),
      `Event 2 ("step-skipped") cannot be read back: .because is missing. ${damaged}`,
    ],
    [
      "a missing time",
      without(2, "time"),
      `Event 2 ("step-skipped") cannot be read back: .time is missing. ${damaged}`,
    ],
    [
      "an unknown field",
      changed(2, { paht: "a" }),
      `Event 2 ("step-skipped") cannot be read back: it has a field "paht", which this release does not know. Did you mean "path"? ${damaged}`,
    ],
    [
      "a field __proto__",
      JSON.parse(JSON.stringify(good).replace('"because"', '"__proto__":{"polluted":1},"because"')),
      `Event 2 ("step-skipped") cannot be read back: it has a field "__proto__", which this release does not know. ${damaged}`,
    ],
    [
      "a mistyped text",
      changed(2, { path: 5 }),
      `Event 2 ("step-skipped") cannot be read back: .path is not a text. ${damaged}`,
    ],
    [
      "a mistyped count",
      changed(4, { attempt: -1 }),
      `Event 4 ("attempt-failed") cannot be read back: .attempt is not a whole number of at least 0. ${damaged}`,
    ],
    [
      "a mistyped number",
      changed(4, { retryAt: "soon" }),
      `Event 4 ("attempt-failed") cannot be read back: .retryAt is not a number. ${damaged}`,
    ],
    [
      "a mistyped part",
      changed(2, { because: { kind: "upstream", step: {} } }),
      `Event 2 ("step-skipped") cannot be read back: .because.step is not a text. ${damaged}`,
    ],
    [
      "an outline without its workflow",
      changed(1, { outline: { root: "toString", workflows: {} } }),
      `Event 1 ("run-started") cannot be read back: .outline.root is the fingerprint of none of the workflows. ${damaged}`,
    ],
    [
      "a mistyped outline",
      changed(1, { outline: { root: "w", workflows: { w: { name: "w", version: null, parts: [["x"]], steps: [] } } } }),
      `Event 1 ("run-started") cannot be read back: .outline.workflows["w"].parts[0] lacks a name or a text. ${damaged}`,
    ],
    [
      "an unknown kind",
      changed(2, { because: { kind: "toString" } }),
      `Event 2 ("step-skipped") cannot be read back: .because.kind is none of "guard", "skipWith", "upstream". ${damaged}`,
    ],
    [
      "a part of another kind",
      changed(2, { because: { kind: "guard", step: "b" } }),
      `Event 2 ("step-skipped") cannot be read back: .because has a field "step", which this release does not know. ${damaged}`,
    ],
    [
      "a mistyped part of a list",
      changed(2, { reads: [{ step: "b", parameter: 5 }] }),
      `Event 2 ("step-skipped") cannot be read back: .reads[0].parameter is not a text. ${damaged}`,
    ],
    [
      "no list of parts",
      changed(2, { reads: { length: 1 } }),
      `Event 2 ("step-skipped") cannot be read back: .reads is not a list. ${damaged}`,
    ],
    [
      "another word",
      changed(3, { layer: "steps" }),
      `Event 3 ("state-changed") cannot be read back: .layer is not "state" or "stepState" or "flowState". ${damaged}`,
    ],
    [
      "a path of objects",
      changed(3, { patches: [{ op: "add", path: [{}], value: "1j1" }] }),
      `Event 3 ("state-changed") cannot be read back: .patches[0].path[0] is not a key or an index. ${damaged}`,
    ],
    [
      "no value of the codec's",
      changed(3, { patches: [{ op: "add", path: [], value: { text: 5 } }] }),
      `The value .patches[0].value of event 3 ("state-changed") cannot be read back: it is not { text, blobs }. ${damaged}`,
    ],
    [
      "a damaged value",
      changed(5, { params: '1j{"a":' }),
      `The value .params of event 5 ("step-queued") cannot be read back: it is malformed. ${damaged}`,
    ],
    [
      "no values by name",
      changed(5, { params: "1j[1]" }),
      `Event 5 ("step-queued") cannot be read back: .params holds no values by name. ${damaged}`,
    ],
    [
      "null for values by name",
      changed(5, { params: "1jnull" }),
      `Event 5 ("step-queued") cannot be read back: .params holds no values by name. ${damaged}`,
    ],
    [
      "no list of values",
      changed(6, { items: '1j{"length":1}' }),
      `Event 6 ("map-started") cannot be read back: .items holds no list. ${damaged}`,
    ],
    [
      "no error",
      changed(4, { error: '1j{"message":"no"}' }),
      `Event 4 ("attempt-failed") cannot be read back: .error holds no error. ${damaged}`,
    ],
    [
      "a gap",
      good.toSpliced(2, 1),
      `Event 3 ("attempt-failed") cannot be read back: it has the sequence number 4: events are missing or out of order. ${damaged}`,
    ],
    [
      "another order",
      [good[0], good[2], good[1]],
      `Event 2 ("state-changed") cannot be read back: it has the sequence number 3: events are missing or out of order. ${damaged}`,
    ],
    [
      "a time that goes back",
      changed(3, { time: 5 }),
      `Event 3 ("state-changed") cannot be read back: it is older than the event before it. ${damaged}`,
    ],
    [
      "no time",
      changed(3, { time: "Infinity" }),
      `Event 3 ("state-changed") cannot be read back: .time is not a time. ${damaged}`,
    ],
    [
      "another beginning",
      [{ ...good[1], sequence: 1 }],
      `Event 1 ("step-skipped") cannot be read back: it is not "run-started", which comes first. ${damaged}`,
    ],
    [
      "two beginnings",
      [good[0], { ...good[0], sequence: 2 }],
      `Event 2 ("run-started") cannot be read back: it comes after the first event. ${damaged}`,
    ],
    [
      "something after the end",
      [...good, { ...good[1], sequence: 8, time: 2000 }],
      `Event 8 ("step-skipped") cannot be read back: it comes after the end of the run. ${damaged}`,
    ],
  ])("are refused with the number of the event and what is wrong: %s", (_kind, given, message) => {
    expect(() => decodeEvents(given, codec)).toThrow(new StoreError(message));
  });

  it("are events or a StoreError, whatever is changed in them", { timeout: 120_000 }, () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom("Infinity", "1v[[1,2],[],[]]", "1j5", { kind: "guard" }));
    fc.assert(
      fc.property(
        events,
        fc.array(fc.tuple(fc.nat(), fc.nat(), part), { minLength: 1, maxLength: 3 }),
        (given, changes) => {
          const json = JSON.parse(JSON.stringify(encodeEvents(given, codec)));
          for (const [which, field, put] of changes) {
            const event = json[which % json.length];
            if (typeof event !== "object" || event === null) continue;
            const keys = Object.keys(event);
            event[keys[field % keys.length]!] = put;
          }
          try {
            decodeEvents(json, codec);
          } catch (thrown) {
            if (!(thrown instanceof StepspanError)) throw thrown;
            expect(thrown).toBeInstanceOf(StoreError);
          }
        },
      ),
      trials("changed events", 1000),
    );
  });
});
