import fc from "fast-check";
import { expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import { lanesOf, type Stay } from "./lanes.ts";

const stays = fc.array(
  fc.record({ start: fc.nat({ max: 30 }), length: fc.nat({ max: 8 }) }).map(({ start, length }) => ({
    start,
    end: start + length,
  })),
  { maxLength: 40 },
);

function overlap(a: Stay, b: Stay): boolean {
  return a.start < b.end && b.start < a.end;
}

/** At every start, how many others are there; one that takes no time is there for itself. */
function mostAtOnce(all: readonly Stay[]): number {
  const counts = all.map((stay) => {
    const { start } = stay;
    return 1 + all.filter((other) => other !== stay && other.start <= start && start < other.end).length;
  });
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

it("no two stays that overlap share a lane, and there are no more lanes than overlap at once", () => {
  const property = fc.property(stays, (all) => {
    const lanes = lanesOf(all);
    expect(lanes.every((lane) => lane >= 0)).toBe(true);
    for (const [at, stay] of all.entries()) {
      for (let other = 0; other < at; other++) {
        if (lanes[other] === lanes[at]) expect(overlap(stay, all[other]!)).toBe(false);
      }
    }
    expect(new Set(lanes).size).toBeLessThanOrEqual(mostAtOnce(all));
  });
  fc.assert(property, trials("lanes", 500));
});
