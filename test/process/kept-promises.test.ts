import type { RunEvent, StoredRun } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import type { Call } from "./body-calls.ts";
import { brokenPromises, takenFromTheLiving } from "./kept-promises.ts";
import { createLeaseWatch } from "./lease-watch.ts";

const call = { run: "r", step: "a", attempt: 1, key: "key of a", time: 1010, process: "one" };

/** Of each event that which the rules look at; its time follows from its place. */
function eventsOf(...bodies: readonly object[]): readonly RunEvent[] {
  return bodies.map((body, index) => ({ ...body, sequence: index + 1, time: 1000 + 100 * index })) as never; // as above
}

const started = { type: "run-started" };
const begun = { type: "attempt-started", path: "a", attempt: 1 };
const succeeded = { type: "step-succeeded", path: "a", attempt: 1 };
const resumed = { type: "run-resumed", isRestart: true };
const finished = { type: "run-finished" };

function broken(events: readonly RunEvent[], calls: readonly Call[], epoch = 2) {
  const run = { runId: "r", events: events.length } as StoredRun; // as above
  return brokenPromises({ run, events, calls, epoch });
}

describe("brokenPromises", () => {
  it("has nothing to say about a run that was taken over and repeated what was not recorded", () => {
    const calls = [
      { ...call, time: 1110 },
      { ...call, time: 1210, process: "two" },
    ];
    expect(broken(eventsOf(started, begun, resumed, succeeded, finished), calls)).toEqual([]);
  });

  it("tells what is stored twice", () => {
    const events = eventsOf(started, begun, succeeded, succeeded, finished, finished);
    expect(broken(events, [{ ...call, time: 1110 }])).toEqual(["r: has 2 ends in 6 of 6 events", "r: a settles twice"]);
  });

  it("tells what was called after its success, by whom it did not belong to, and under another key", () => {
    const events = eventsOf(started, begun, succeeded, resumed, finished);
    const first = { ...call, time: 1110 };
    expect(broken(events, [first, { ...call, time: 1350 }])).toEqual(["r: a was called after its success"]);
    expect(broken(events, [first, { ...call, time: 1150, process: "two" }])).toEqual([
      "r: a was called by another process, which had not taken the run over",
    ]);
    expect(broken(events, [first, { ...first, key: "other" }])).toEqual([
      "r: a has the key key of a, and another one or another step's",
    ]);
    expect(broken(events, [first, { ...first, attempt: 2 }])).toEqual([
      "r: attempt 2 of a was called and is not stored",
    ]);
    expect(broken(events, [])).toEqual(["r: a succeeded and was not called"]);
    expect(broken(events, [first], 1)).toEqual(["r: has 1 restarts in epoch 1"]);
  });
});

describe("takenFromTheLiving", () => {
  const other = { ...call, process: "two", time: 1200 };

  it("allows that a run is taken from a process that calls nothing any more", () => {
    expect(takenFromTheLiving([call, { ...call, run: "s" }, other, { ...other, run: "s" }])).toEqual([]);
  });

  it("tells of a run that was taken from a process which goes on with another one", () => {
    expect(takenFromTheLiving([call, other, { ...call, run: "s", time: 1300 }])).toEqual([
      "r: was taken from a process that was alive",
    ]);
  });
});

describe("a lease watch", () => {
  it("tells of an epoch that two owners have, and of one that goes back", () => {
    const { look, problems } = createLeaseWatch();
    const seen = (owner: string, epoch: number) => look([{ runId: "r", lease: { owner, epoch } } as StoredRun]); // it looks at these
    for (const [owner, epoch] of [["a", 1], ["a", 1], ["b", 2], ["a", 3]] as const) seen(owner, epoch); // biome-ignore format: a list
    expect(problems).toEqual([]);
    seen("b", 3);
    seen("b", 2);
    expect(problems).toEqual(["r has two owners in epoch 3", "r went from epoch 3 back to 2"]);
  });
});
