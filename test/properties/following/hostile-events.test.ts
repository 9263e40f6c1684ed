import { type RunEvent, StoreError } from "@stepspan/engine";
import { type FollowedRun, followRun } from "@stepspan/engine/reading";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../support/random-trials.ts";
import { pictureOf } from "../../support/run-picture.ts";
import { flowStory } from "../forms/host/story-case.ts";
import { playFlow } from "../forms/play-flow.ts";

/** A change of a list of events; numbers are taken modulo their count. */
interface Damage {
  readonly kind: "drop" | "repeat" | "swap" | "path" | "number" | "body";
  readonly at: number;
  readonly by: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom("drop", "repeat", "swap", "path", "number", "body"),
  at: fc.nat(),
  by: fc.nat(),
});

/** The first event stays: it has the outline. */
function damaged(events: readonly RunEvent[], { kind, at, by }: Damage): readonly RunEvent[] {
  if (events.length < 2) return events;
  const place = 1 + (at % (events.length - 1));
  const other = 1 + (by % (events.length - 1));
  const [one, two] = [events[place]!, events[other]!]; // both are places
  switch (kind) {
    case "drop":
      return events.toSpliced(place, 1);
    case "repeat":
      return events.toSpliced(other, 0, one);
    case "swap":
      return events.with(place, two).with(other, one);
    case "path":
      return "path" in one && "path" in two ? events.with(place, { ...one, path: two.path }) : events;
    case "number":
      if ("attempt" in one) return events.with(place, { ...one, attempt: by % 4 });
      return "wait" in one ? events.with(place, { ...one, wait: by % 4 }) : events;
    case "body":
      return "path" in one && "path" in two ? events.with(place, { ...two, path: one.path }) : events;
    default:
      return kind satisfies never;
  }
}

/** Every event in its place again, and none older than the one before it. */
function inPlace(events: readonly RunEvent[]): readonly RunEvent[] {
  let time = -Infinity;
  return events.map((event, index) => {
    time = Math.max(time, event.time);
    return { ...event, sequence: index + 1, time };
  });
}

/** Looks at all of the run after each event. @returns whether an event was refused */
function look(events: readonly RunEvent[]): boolean {
  const followed: FollowedRun = followRun(events[0]!); // the first event is as it was
  for (const event of events.slice(1)) {
    try {
      followed.apply(event);
    } catch (error) {
      if (error instanceof StoreError) return true;
      throw error;
    }
    pictureOf(followed.run);
    expect(followed.run.criticalPath.length).toBeLessThanOrEqual(4 * events.length);
  }
  return false;
}

describe("events that no engine wrote, in their places", () => {
  it("make a run that can be looked at, or are refused", { timeout: 600_000 }, async () => {
    const seen = { refused: 0, taken: 0 };
    const property = fc.asyncProperty(
      flowStory("wild"),
      fc.array(fc.array(damage, { minLength: 1, maxLength: 3 }), { minLength: 20, maxLength: 20 }),
      (story, trying) =>
        playFlow(story, ({ events }) => {
          for (const damages of trying) {
            const isRefused = look(inPlace(damages.reduce(damaged, events)));
            seen[isRefused ? "refused" : "taken"]++;
          }
        }),
    );
    const { seed, numRuns } = trials("damaged events", 60);
    await fc.assert(property, { seed, numRuns });
    expect(seen.refused).toBeGreaterThan(numRuns);
    expect(seen.taken).toBeGreaterThan(numRuns);
  });
});
