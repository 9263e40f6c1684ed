import { afterEach, describe, expect, it } from "vitest";
import { onProcessIdle } from "./process-idle.ts";

const before = process.listeners("beforeExit");

/** The listeners that were added here. */
function added(): ((code: number) => void)[] {
  return process.listeners("beforeExit").filter((listener) => !before.includes(listener));
}

/** What Node does when its event loop has run empty, for our listeners only. */
function runEmpty(): void {
  for (const listener of added()) listener.call(process, 0);
}

afterEach(() => {
  expect(added()).toEqual([]);
});

describe("onProcessIdle", () => {
  it("calls all listeners when the event loop has run empty", () => {
    const calls: string[] = [];
    const stops = ["a", "b"].map((name) => onProcessIdle(() => calls.push(name)));
    runEmpty();
    runEmpty();
    for (const stop of stops) stop();
    runEmpty();
    expect(calls).toEqual(["a", "b", "a", "b"]);
  });

  it("has one listener of the process, however many engines there are, and none without", () => {
    const stops = Array.from({ length: 100 }, () => onProcessIdle(() => undefined));
    expect(added().length).toBe(1);
    for (const stop of stops.slice(1)) stop();
    expect(added().length).toBe(1);
    stops[0]?.();
    expect(added().length).toBe(0);
  });

  it("may be stopped twice, and by a listener", () => {
    const calls: string[] = [];
    const stopFirst = onProcessIdle(() => {
      calls.push("first");
      stopFirst();
    });
    const stopSecond = onProcessIdle(() => calls.push("second"));
    stopFirst();
    stopFirst();
    expect(added().length).toBe(1);
    runEmpty();
    stopSecond();
    const stopThird = onProcessIdle(() => {
      calls.push("third");
      stopThird();
    });
    runEmpty();
    expect(calls).toEqual(["second", "third"]);
  });
});
