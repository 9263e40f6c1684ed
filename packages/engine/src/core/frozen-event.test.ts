import { expect, it } from "vitest";
import type { RunEvent } from "./events.ts";
import { frozenEvent } from "./frozen-event.ts";

it("an event is frozen where it stands, with its reasons, lists and reads, and its values are left alone", () => {
  const because = { kind: "guard" } as const;
  const reads = [{ step: "b", parameter: null }];
  const skipped: RunEvent = { type: "step-skipped", path: "a", because, reads, sequence: 1, time: 0 };
  const when = new Date(0);
  const done: RunEvent = { type: "step-succeeded", path: "a", attempt: 1, output: when, sequence: 2, time: 0 };
  expect([frozenEvent(skipped), frozenEvent(done)]).toEqual([skipped, done]);
  expect(frozenEvent(skipped)).toBe(skipped);
  expect([skipped, because, reads, done, when].map(Object.isFrozen)).toEqual([true, true, true, true, false]);
});
