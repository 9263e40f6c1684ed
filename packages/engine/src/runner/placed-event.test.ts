import { describe, expect, it } from "vitest";
import type { EventBody } from "../core/events.ts";
import { attemptStarted, stepQueued, stepSucceeded } from "../core/usual-events.ts";
import { placedEvent } from "./placed-event.ts";

const usual = () => [stepQueued("a", { x: 1 }, []), attemptStarted("a", 1), stepSucceeded("a", 1, { y: 2 })];

describe("an event in its place", () => {
  it.each(usual().map((event) => [event.type, event] as const))("is the one that was decided: %s", (_type, event) => {
    const { sequence: _none, time: _never, ...body } = event;
    expect(placedEvent(event, 7, 12.5)).toBe(event);
    expect(event).toEqual({ ...body, sequence: 7, time: 12.5 });
  });

  it.each(usual().map((event) => [event.type, event] as const))(
    "is a frozen copy of one that has a place already, or no room for one: %s",
    (_type, event) => {
      const { sequence: _none, time: _never, ...body } = event;
      const earlier: EventBody = Object.assign({ ...event }, { sequence: 3, time: 1 });
      const roomless: EventBody = body;
      for (const given of [earlier, Object.freeze({ ...earlier }), roomless, Object.freeze({ ...roomless })]) {
        const placed = placedEvent(given, 7, 12.5);
        expect(placed).toEqual({ ...body, sequence: 7, time: 12.5 });
        expect(Object.isFrozen(placed)).toBe(true);
        expect(given).not.toMatchObject({ sequence: 7 });
      }
    },
  );

  it("is frozen with its lists and reasons if it is of another kind", () => {
    const because = { kind: "guard" } as const;
    const body: EventBody = { type: "step-skipped", path: "a", because, reads: [{ step: "b", parameter: null }] };
    const placed = placedEvent(body, 1, 0);
    expect(placed).toEqual({ ...body, sequence: 1, time: 0 });
    expect([placed, because, body.reads].every(Object.isFrozen)).toBe(true);
  });
});
