import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./system-clock.ts";

const longest = 2 ** 31 - 1;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Sets a timer so many milliseconds ahead, and says how often it rang. */
function timerIn(ms: number): { rings: number; takeBack: () => void } {
  const timer = { rings: 0 };
  const takeBack = systemClock.setTimer(systemClock.now() + ms, () => timer.rings++);
  return Object.assign(timer, { takeBack });
}

describe("systemClock", () => {
  it("says the time in milliseconds since the epoch", () => {
    vi.useRealTimers();
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
    const [before, after] = [systemClock.now(), systemClock.now()];
    expect(after).toBeGreaterThanOrEqual(before);
  });

  it("does not jump when the wall clock is set", () => {
    const before = systemClock.now();
    vi.setSystemTime(0);
    expect(systemClock.now()).toBe(before);
  });

  it("follows a test that moves the time, and the machine again afterwards", () => {
    const before = systemClock.now();
    vi.advanceTimersByTime(1_000_000);
    expect(systemClock.now()).toBe(before + 1_000_000);
    vi.useRealTimers();
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });

  it("rings once when its time has come, not before", () => {
    const timer = timerIn(1000);
    vi.advanceTimersByTime(999);
    expect(timer.rings).toBe(0);
    vi.advanceTimersByTime(1);
    expect(timer.rings).toBe(1);
    vi.advanceTimersByTime(100_000);
    expect(timer.rings).toBe(1);
  });

  it("never rings before the call that sets it has returned", () => {
    const timer = timerIn(-5);
    expect(timer.rings).toBe(0);
    vi.advanceTimersByTime(0);
    expect(timer.rings).toBe(1);
  });

  it("rounds fractions up: it does not ring too early", () => {
    const timer = timerIn(0.4);
    vi.advanceTimersByTime(0);
    expect(timer.rings).toBe(0);
    vi.advanceTimersByTime(1);
    expect(timer.rings).toBe(1);
  });

  it("takes a timer back", () => {
    const timer = timerIn(10);
    timer.takeBack();
    vi.advanceTimersByTime(1000);
    expect(timer.rings).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    timer.takeBack();
  });

  it.each([
    ["the longest timer of the platform", longest],
    ["one millisecond more, which would ring at once", longest + 1],
    ["three times as long", 3 * longest + 17],
    ["a century", 100 * 365 * 24 * 60 * 60 * 1000],
  ])("rings at the right time: %s", (_name, ms) => {
    const timer = timerIn(ms);
    vi.advanceTimersByTime(ms - 1);
    expect(timer.rings).toBe(0);
    vi.advanceTimersByTime(1);
    expect(timer.rings).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes a long timer back in any of its pieces", () => {
    const timer = timerIn(3 * longest);
    vi.advanceTimersByTime(longest + 5);
    timer.takeBack();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(3 * longest);
    expect(timer.rings).toBe(0);
  });

  it("waits on if the platform rings too early", () => {
    const now = vi.spyOn(performance, "now");
    const timer = timerIn(100);
    const early = performance.now() + 90;
    now.mockImplementation(() => early);
    vi.advanceTimersByTime(100);
    expect(timer.rings).toBe(0);
    now.mockRestore();
    vi.advanceTimersByTime(10);
    expect(timer.rings).toBe(1);
  });
});
