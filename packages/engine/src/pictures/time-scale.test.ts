import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { idleTimes } from "./idle-times.ts";
import { timeScale } from "./time-scale.ts";
import type { WaterfallSegment } from "./waterfall.ts";

function running(startedAt: number, finishedAt: number): WaterfallSegment {
  return { kind: "running", startedAt, finishedAt, attempt: 1, isFailure: false };
}

const hour = 3_600_000;

describe("idle times", () => {
  it("are the long times in which nothing ran, compared with what is left of the run without them", () => {
    const work = [running(0, 100), running(50, 200), running(200 + hour, 300 + hour), running(400 + hour, 500 + hour)];
    const whole = { startedAt: 0, finishedAt: 500 + hour };
    expect(idleTimes(whole, work)).toEqual([{ startedAt: 200, finishedAt: 200 + hour }]);
    const whole2 = { startedAt: 0, finishedAt: 500 + hour + 200 };
    expect(idleTimes(whole2, work)).toEqual([
      { startedAt: 200, finishedAt: 200 + hour },
      { startedAt: 500 + hour, finishedAt: 700 + hour },
    ]);
  });

  it("are none where something ran all the time, where nothing ran at all, and where they are short", () => {
    expect(idleTimes({ startedAt: 0, finishedAt: 10 }, [running(0, 6), running(6, 10)])).toEqual([]);
    expect(idleTimes({ startedAt: 0, finishedAt: 10 }, [])).toEqual([]);
    expect(idleTimes({ startedAt: 0, finishedAt: 100 }, [running(0, 40), running(60, 100)])).toEqual([]);
  });
});

describe("a time scale", () => {
  const idle = [{ startedAt: 200, finishedAt: 200 + hour }];
  const folded = timeScale({ startedAt: 0, finishedAt: 400 + hour, idle }, 448);

  it("shows all times at one length but those that are folded", () => {
    expect([0, 100, 200].map((time) => folded.x(time))).toEqual([0, 100, 200]);
    expect([200 + hour, 300 + hour, 400 + hour].map((time) => folded.x(time))).toEqual([248, 348, 448]);
    expect(folded.x(200 + hour / 2)).toBe(224);
    expect(folded.folds).toEqual([{ startedAt: 200, finishedAt: 200 + hour, x: 200, width: 48 }]);
  });

  it("has ticks at round times, and none twice", () => {
    expect(folded.ticks.map(({ words }) => words)).toEqual(["0", "100 ms", "200 ms", "1 h"]);
    const minutes = timeScale({ startedAt: 0, finishedAt: 7 * 60_000, idle: [] }, 620);
    expect(minutes.ticks.map(({ words }) => words)).toEqual(["0", "2 min", "4 min", "6 min"]);
    const days = timeScale({ startedAt: 0, finishedAt: 90 * 86_400_000, idle: [] }, 620);
    expect(days.ticks.map(({ words }) => words)).toEqual(["0", "20 d", "40 d", "60 d", "80 d"]);
  });

  it("puts a run that took no time at its start, and times outside of a run at its ends", () => {
    const moment = timeScale({ startedAt: 5, finishedAt: 5, idle: [] }, 100);
    expect([moment.x(5), moment.x(9), moment.x(0)]).toEqual([0, 0, 0]);
    expect([folded.x(-5), folded.x(9 * hour)]).toEqual([0, 448]);
  });

  it("keeps the order of times, stays on the drawing and has few ticks, whatever the times are", () => {
    const time = fc.double({ min: 0, max: 1e15, noNaN: true });
    const ranges = fc.array(fc.tuple(time, time), { maxLength: 12 });
    const property = fc.property(ranges, fc.array(time, { maxLength: 10 }), (pairs, times) => {
      const work = pairs.map(([a, b]) => running(Math.min(a, b), Math.min(a, b) + Math.min(Math.abs(a - b), 1)));
      const whole = { startedAt: 0, finishedAt: 1e15 };
      const scale = timeScale({ ...whole, idle: idleTimes(whole, work) }, 600);
      const places = times.toSorted((a, b) => a - b).map((at) => scale.x(at));
      for (const [at, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(at === 0 ? 0 : places[at - 1]! - 1e-6);
        expect(place).toBeLessThanOrEqual(600 + 1e-6);
      }
      expect(scale.ticks.length).toBeLessThanOrEqual(12);
    });
    fc.assert(property, trials("time scales", 300));
  });
});
