import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { Lane } from "./lane.ts";

const nobody = () => undefined;

describe("a lane", () => {
  it("is open while fewer jobs hold slots than it has", () => {
    const lane = new Lane(2, null, createManualClock(), nobody);
    lane.take();
    expect(lane.isOpen).toBe(true);
    lane.take();
    expect(lane.isOpen).toBe(false);
    lane.release();
    expect(lane.isOpen).toBe(true);
  });

  it("never lets more jobs start than its rate allows, within any interval", () => {
    const limit = fc.integer({ min: 1, max: 4 });
    const interval = fc.integer({ min: 1, max: 20 });
    const waits = fc.array(fc.nat({ max: 12 }), { maxLength: 60 });
    fc.assert(
      fc.property(limit, interval, waits, (most, intervalMs, pauses) => {
        const clock = createManualClock();
        const lane = new Lane(Infinity, { limit: most, intervalMs }, clock, nobody);
        const starts: number[] = [];
        for (const pause of pauses) {
          clock.advance(pause);
          const now = clock.now();
          const recent = starts.filter((start) => start > now - intervalMs).length;
          expect(lane.isOpen).toBe(recent < most);
          if (!lane.isOpen) continue;
          lane.take();
          lane.release();
          starts.push(now);
        }
      }),
      trials("rates", 500),
    );
  });

  it("says when time has opened it again", () => {
    const clock = createManualClock();
    const opened: number[] = [];
    const lane = new Lane(1, { limit: 1, intervalMs: 30 }, clock, () => opened.push(clock.now()));
    lane.join();
    lane.take();
    lane.release();
    expect(lane.isOpen).toBe(false);
    clock.advance(29);
    expect(opened).toEqual([]);
    clock.advance(1);
    expect(opened).toEqual([30]);
    expect(lane.isOpen).toBe(true);
  });

  it("keeps no timer when nobody waits for it", () => {
    const clock = createManualClock();
    const lane = new Lane(1, { limit: 1, intervalMs: 30 }, clock, nobody);
    lane.take();
    lane.release();
    lane.join();
    expect(lane.isOpen).toBe(false);
    expect(clock.nextTimer).toBe(30);
    lane.leave();
    expect(clock.nextTimer).toBe(null);
  });
});
