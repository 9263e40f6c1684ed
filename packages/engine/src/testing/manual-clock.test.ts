import { describe, expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";

describe("createManualClock", () => {
  it("stands still until it is moved", () => {
    const clock = createManualClock(1000);
    expect([clock.now(), clock.now()]).toEqual([1000, 1000]);
    clock.advance(5);
    expect(clock.now()).toBe(1005);
    expect(createManualClock().now()).toBe(0);
  });

  it("rings what is due in order of time, each at its own time", () => {
    const clock = createManualClock();
    const rings: string[] = [];
    for (const at of [30, 10, 20, 40]) clock.setTimer(at, () => rings.push(`${at} at ${clock.now()}`));
    clock.advance(30);
    expect(rings).toEqual(["10 at 10", "20 at 20", "30 at 30"]);
    expect(clock.now()).toBe(30);
    clock.advance(100);
    expect(rings.at(-1)).toBe("40 at 40");
    expect(clock.now()).toBe(130);
  });

  it("rings timers of the same time in the order in which they were set", () => {
    const clock = createManualClock();
    const rings: number[] = [];
    for (let order = 0; order < 20; order++) clock.setTimer(5, () => rings.push(order));
    clock.advance(5);
    expect(rings).toEqual(Array.from({ length: 20 }, (_, order) => order));
  });

  it("rings in the same move what is set while it rings", () => {
    const clock = createManualClock();
    const rings: number[] = [];
    const again = () => {
      rings.push(clock.now());
      clock.setTimer(clock.now() + 10, again);
    };
    clock.setTimer(10, again);
    clock.advance(35);
    expect(rings).toEqual([10, 20, 30]);
    expect(clock.nextTimer).toBe(40);
  });

  it("never rings before the call that sets the timer has returned, though it is due", () => {
    const clock = createManualClock(100);
    const rings: number[] = [];
    clock.setTimer(50, () => rings.push(clock.now()));
    expect(rings).toEqual([]);
    clock.advance(0);
    expect(rings).toEqual([100]);
  });

  it("says when the next timer rings, past those that were taken back", () => {
    const clock = createManualClock();
    expect(clock.nextTimer).toBeNull();
    const takeBack = clock.setTimer(10, () => undefined);
    clock.setTimer(20, () => undefined);
    expect(clock.nextTimer).toBe(10);
    takeBack();
    takeBack();
    expect(clock.nextTimer).toBe(20);
    clock.advance(20);
    expect(clock.nextTimer).toBeNull();
  });

  it("does not ring what was taken back, by another timer in the same move too", () => {
    const clock = createManualClock();
    const rings: string[] = [];
    const takeBack = clock.setTimer(20, () => rings.push("taken back"));
    clock.setTimer(10, takeBack);
    clock.setTimer(30, () => rings.push("kept"));
    clock.advance(100);
    expect(rings).toEqual(["kept"]);
  });

  it("has no longest timer", () => {
    const clock = createManualClock();
    let rings = 0;
    clock.setTimer(2 ** 40, () => rings++);
    clock.advance(2 ** 40 - 1);
    expect(rings).toBe(0);
    clock.advance(1);
    expect(rings).toBe(1);
  });

  it("goes on where it was if a timer throws", () => {
    const clock = createManualClock();
    const rings: number[] = [];
    const fail = () => {
      throw new Error("boom");
    };
    clock.setTimer(10, fail);
    clock.setTimer(20, () => rings.push(clock.now()));
    expect(() => clock.advance(30)).toThrow("boom");
    expect(clock.now()).toBe(10);
    clock.advance(20);
    expect(rings).toEqual([20]);
  });
});
