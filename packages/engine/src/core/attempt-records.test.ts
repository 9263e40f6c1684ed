import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { AttemptRecord } from "../spans/span.ts";
import {
  addAttempt,
  attemptsOf,
  endBeforeStep,
  endWithStep,
  hasOpenEnd,
  listAttempts,
  setAttempt,
} from "./attempt-records.ts";
import type { CoreState } from "./state.ts";
import { createStepRecord } from "./step-record.ts";

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const newRecord = () => createStepRecord({} as CoreState, 0); // a record only names its state

/**
 * What happens to a step next, as far as it can: an attempt begins, ends, or ends with the step; it settles without one;
 * it is reopened.
 */
const happening = fc.constantFrom("begin", "fail", "settle", "settle badly", "reuse", "reopen");

describe("the attempts of a step", () => {
  it("are what a list of all of them would hold, whatever happens to the step", () => {
    const property = fc.property(fc.array(happening, { maxLength: 12 }), (happenings) => {
      const record = newRecord();
      const expected: Mutable<AttemptRecord>[] = [];
      const end = (time: number, error: Error | null) => Object.assign(expected.at(-1)!, { finishedAt: time, error });
      for (const [time, what] of happenings.entries()) {
        const isOpen = expected.at(-1)?.finishedAt === null;
        const hasSettled = record.finishedAt !== null;
        const error = what === "settle" ? null : new Error(`of ${time}`);
        if (what === "begin" && !isOpen && !hasSettled) {
          record.startedAt ??= time;
          addAttempt(record, time);
          expected.push({ number: expected.length + 1, startedAt: time, finishedAt: null, error: null });
        } else if (what === "fail" && isOpen) {
          endBeforeStep(record, time, error);
          end(time, error);
        } else if (what.startsWith("settle") && isOpen) {
          endWithStep(record, time, error);
          Object.assign(record, { finishedAt: time, error });
          end(time, error);
        } else if (what === "reuse" && expected.length === 0) {
          record.finishedAt = time;
        } else if (what === "reopen" && hasSettled) {
          listAttempts(record);
          Object.assign(record, { finishedAt: null, error: null });
        }
        expect(attemptsOf(record)).toEqual(expected);
        expect(record.attemptCount).toBe(expected.length);
        expect(hasOpenEnd(record)).toBe(expected.at(-1)?.finishedAt === null);
      }
    });
    fc.assert(property, trials("attempts of a step", 2000));
  });

  it("begin with the one that is known, where nothing is known of those before it", () => {
    const record = newRecord();
    setAttempt(record, 3, 7);
    expect(record.attemptCount).toBe(3);
    expect(hasOpenEnd(record)).toBe(true);
    expect(Object.entries(attemptsOf(record))).toEqual([
      ["2", { number: 3, startedAt: 7, finishedAt: null, error: null }],
    ]);
  });

  it("are none for a step that ended without one, even if it begins later", () => {
    const record = newRecord();
    expect(attemptsOf(record)).toEqual([]);
    record.startedAt = 1; // a step with items, for example
    addAttempt(record, 5);
    expect(attemptsOf(record)).toEqual([{ number: 1, startedAt: 5, finishedAt: null, error: null }]);
  });
});
