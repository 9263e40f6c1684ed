import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { inPlace } from "../../../../test/support/event-list.ts";
import { events } from "../../../../test/support/random-events.ts";
import { trials } from "../../../../test/support/random-trials.ts";
import { classes } from "../../../../test/support/recordable.ts";
import { createCodec } from "../codec/codec.ts";
import type { RunEvent } from "../core/events.ts";
import { StepError } from "../errors/step-errors.ts";
import { live } from "../state/live.ts";
import { decodeEvents, encodeEvents } from "./encode-events.ts";

const codec = createCodec({ classes });

function back(given: readonly RunEvent[]): readonly RunEvent[] {
  return decodeEvents(JSON.parse(JSON.stringify(encodeEvents(given, codec))), codec);
}

/** The list as it is compared: what lists and parts of events are frozen is not of interest. */
function differenceBetween(left: readonly RunEvent[], right: readonly RunEvent[]): string | null {
  const sorted = (event: RunEvent): unknown =>
    Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const [index, event] of left.entries()) {
    const found = differenceOf(sorted(event), sorted(right[index]!));
    if (found !== null) return `event ${index + 1} (${event.type}): ${found}`;
  }
  return left.length === right.length ? null : "another number of events";
}

describe("the events of a run", () => {
  it("are what they were after a way through JSON", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(events, (given) => {
        expect(differenceBetween(given, back(given))).toBe(null);
      }),
      trials("events written and read again", 500),
    );
  });

  it("are plain JSON, of which all but users' values can be read", () => {
    const [, , failed] = inPlace(
      { type: "step-succeeded", path: "a", attempt: 1, output: { at: new Date(5), big: 1n } },
      {
        type: "step-failed",
        path: "b",
        attempt: 2,
        error: new Error("no"),
        tolerated: false,
        reads: [{ step: "a", parameter: null }],
      },
    );
    const encoded = encodeEvents(inPlace({ type: "step-succeeded", path: "a", attempt: 1, output: { id: 5 } }), codec);
    expect(JSON.parse(JSON.stringify(encoded))).toEqual(encoded);
    expect(encoded[0]).toMatchObject({
      sequence: 1,
      time: 1000,
      type: "run-started",
      timeoutMs: "Infinity",
      resources: ["db"],
    });
    expect(encoded[1]).toEqual({
      sequence: 2,
      time: 1001,
      type: "step-succeeded",
      path: "a",
      attempt: 1,
      output: '1j{"id":5}',
    });
    const [written] = encodeEvents([failed!], codec);
    expect(written).toEqual({
      sequence: 3,
      time: 1002,
      type: "step-failed",
      path: "b",
      attempt: 2,
      tolerated: false,
      reads: [{ step: "a", parameter: null }],
      error: expect.stringMatching(/^1v/),
    });
  });

  it("may begin later, where a page of a journal begins", () => {
    const all = inPlace({ type: "run-paused" }, { type: "run-resumed", isRestart: true, isCrash: false });
    const page = encodeEvents(all.slice(1), codec);
    expect(decodeEvents(page, codec, 1)).toEqual(all.slice(1));
    expect(() => decodeEvents(page, codec)).toThrow(
      'Event 1 ("run-paused") cannot be read back: it has the sequence number 2',
    );
    expect(decodeEvents([], codec)).toEqual([]);
  });

  it("are frozen when they are read", () => {
    const [, event] = back(inPlace({ type: "step-skipped", path: "a", because: { kind: "guard" }, reads: [] }));
    if (event?.type !== "step-skipped") throw new Error("It was one.");
    for (const part of [event, event.because, event.reads]) expect(Object.isFrozen(part)).toBe(true);
  });

  it("hold errors that nobody could keep, and live values as lost", () => {
    class PaymentError extends Error {}
    const error = new StepError({ step: "a", attempt: 1, cause: new PaymentError("no"), input: { page: live({}) } });
    const untouchable = new Proxy(new Error("no"), { ownKeys() { throw new Error("never"); } }); // biome-ignore format: one line
    const [, read] = back(
      inPlace({ type: "run-finished", status: "failed", output: { page: live({}) }, errors: [error, untouchable] }),
    );
    if (read?.type !== "run-finished") throw new Error("It was one.");
    expect(read.errors[0]).toBeInstanceOf(StepError);
    expect(read.errors[0]?.cause).toMatchObject({ name: "Error", message: "no" });
    expect(read.errors[1]).toEqual(new Error("[Error]"));
    expect(read.output).toMatchObject({ page: { isLost: true } });
  });

  it("are refused with their number if a value is too large", () => {
    const small = createCodec({ limits: { maximumSize: 1000 } });
    const given = inPlace({ type: "step-succeeded", path: "a", attempt: 1, output: "x".repeat(2000) });
    expect(() => encodeEvents(given, small)).toThrow(
      'The value .output of event 2 ("step-succeeded") cannot be recorded: it takes more than 1000 characters and bytes.',
    );
  });
});
