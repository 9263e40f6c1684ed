import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { RunEvent } from "../core/events.ts";
import { statusAfter } from "../ports/run-index.ts";
import { KeptRun } from "./kept-run.ts";
import { KeptRuns } from "./kept-runs.ts";

const place = { sequence: 1, time: 0 };

/** A run of so many events, the last of which finishes it. */
function finishedRun(runId: string, size: number): KeptRun {
  const due: RunEvent = { type: "retry-due", path: "a", ...place };
  const end: RunEvent = { type: "run-finished", status: "failed", output: null, errors: [], ...place };
  const run = new KeptRun(runId, due, null);
  run.extend([...Array.from({ length: size - 1 }, () => due), end], null);
  return run;
}

describe("a run of the memory store", () => {
  it("has the status that all its events give, whenever it is asked", () => {
    const event = fc.constantFrom<RunEvent>(
      { type: "retry-due", path: "a", ...place },
      { type: "run-paused", ...place },
      { type: "run-resumed", isRestart: false, isCrash: false, ...place },
      { type: "run-parked", because: { kind: "crashes", count: 3 }, ...place },
    );
    const property = fc.property(fc.array(fc.tuple(fc.array(event, { maxLength: 4 }), fc.boolean())), (appended) => {
      const run = new KeptRun("run-1", { type: "retry-due", path: "a", ...place }, null);
      for (const [events, isAsked] of appended) {
        run.extend(events, null);
        if (isAsked) expect(run.status).toBe(statusAfter(run.events) ?? "running");
      }
      expect(run.status).toBe(statusAfter(run.events) ?? "running");
    });
    fc.assert(property, trials("statuses of kept runs", 500));
  });
});

describe("the finished runs of the memory store", () => {
  it("are let go by age once they have too many events together, but for the last", () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean()), { maxLength: 20 });
    const property = fc.property(sizes, fc.nat({ max: 12 }), (finishing, most) => {
      const runs = new KeptRuns(most);
      let kept: { readonly run: KeptRun; readonly size: number }[] = [];
      const eventsOf = () => kept.reduce((sum, { size }) => sum + size, 0);
      for (const [at, [more, isPruned]] of finishing.entries()) {
        const run = finishedRun(`run-${at}`, more);
        runs.add(run);
        runs.noteFinished(run);
        kept.push({ run, size: run.events.length });
        while (eventsOf() > most && kept.length > 1) kept = kept.slice(1);
        if (isPruned) runs.remove(kept.splice(kept.length >> 1, 1)[0]!.run);
        expect([...runs.byId.values()]).toEqual(kept.map((one) => one.run));
      }
    });
    fc.assert(property, trials("finished runs", 500));
  });

  it("hold nothing any more once they are gone, whoever still has them", () => {
    const runs = new KeptRuns(0);
    const [first, second] = [finishedRun("one", 3), finishedRun("two", 2)];
    for (const run of [first, second]) {
      runs.add(run);
      runs.noteFinished(run);
    }
    expect([first, second].map(({ isRemoved, events }) => [isRemoved, events.length])).toEqual([[true, 0], [false, 2]]); // biome-ignore format: one line
  });
});
