import { defineEvent, workflow } from "@stepspan/dsl";
import type { Clock, Run, RunEvent } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

const runId = "run-1";
const hour = 3_600_000;
const start = 10 * hour;

/** A clock that differs from another one by so much. */
function shifted(clock: Clock, by: number): Clock {
  return {
    now: () => clock.now() + by,
    setTimer: (at, ring, isBackground) => clock.setTimer(at - by, ring, isBackground),
  };
}

/** A retry after 10 minutes, a sleep of 20, and a wait that is over after 30. */
function timed(calls: string[]) {
  return workflow("timed", { failFast: false })
    .step("flaky", {
      retry: { attempts: 2, delay: "10m" },
      run: (_params, { attempt }) => {
        calls.push(`flaky ${attempt}`);
        if (attempt === 1) throw new Error("busy");
        return "at last";
      },
    })
    .sleep("nap", "20m")
    .step("after", { dependsOn: ["nap"], run: () => void calls.push("after") })
    .wait("answer", { event: defineEvent("answer"), timeout: "30m", continueOnError: true });
}

function checkTimes(run: Run, events: readonly RunEvent[]): void {
  events.reduce((before, event) => {
    expect(event.time).toBeGreaterThanOrEqual(before.time);
    expect(event.sequence).toBe(before.sequence + 1);
    return event;
  });
  expect(run.duration).toBeGreaterThanOrEqual(0);
  for (const { duration, attempts } of run.spans) {
    expect(duration).toBeGreaterThanOrEqual(0);
    for (const { startedAt, finishedAt } of attempts) expect(finishedAt).toBeGreaterThanOrEqual(startedAt);
  }
}

describe("a run whose next process has another clock", () => {
  it.each([
    ["an hour ahead", hour],
    ["an hour behind", -hour],
    ["25 minutes ahead", 25 * 60_000],
    ["5 minutes behind", -5 * 60_000],
  ])("keeps its due times: %s", async (_what, by) => {
    const world = createWorld(start);
    const calls: string[] = [];
    const first = world.process();
    first.engine.start(timed(calls), undefined, { runId });
    await turn();
    await first.engine.close({ runs: "leave" }).catch(() => undefined);
    const clock = shifted(world.clock, by);
    const { engine } = world.process({ clock, workflows: [timed(calls)] });
    const { handles } = await engine.recover();
    await turn();
    const dueIn = (ms: number) => Math.max(0, start + ms - clock.now());
    const [retry, nap, wait] = [dueIn(600_000), dueIn(1_200_000), dueIn(1_800_000)];
    if (retry > 0) {
      await world.advance(retry - 1);
      expect(calls).toEqual(["flaky 1"]);
    }
    await world.advance(retry > 0 ? 1 : 0);
    expect(calls.slice(0, 2)).toEqual(["flaky 1", "flaky 2"]);
    if (nap > retry) {
      await world.advance(nap - retry - 1);
      expect(calls).not.toContain("after");
      await world.advance(1);
    }
    expect(calls.toSorted()).toEqual(["after", "flaky 1", "flaky 2"]);
    if (wait > nap) await world.advance(wait - nap);
    const run = await handles[0]!.result;
    expect(run.span("answer").error?.message).toContain("waited 1800000 ms");
    checkTimes(run, world.journal(runId));
  });
});

describe("a clock that jumps back under a run", () => {
  it("does not make durations or timeouts negative", async () => {
    const world = createWorld(start);
    let by = 0;
    const clock: Clock = {
      now: () => world.clock.now() + by,
      setTimer: (at, ring, isBackground) => world.clock.setTimer(at - by, ring, isBackground),
    };
    const late = workflow("late", { failFast: false })
      .sleep("nap", 1000)
      .wait("answer", { event: defineEvent("answer"), timeout: 2000 })
      .wait("reply", {
        event: defineEvent("reply"),
        timeout: 2000,
        when: ({ stepSpan }) => stepSpan("nap").status === "succeeded",
      })
      .step("body", {
        dependsOn: ["nap"],
        retry: { attempts: 2, delay: 3000 },
        run: async (_params, context) => {
          if (context.attempt === 1) throw new Error("busy");
          await context.waitFor(defineEvent("word"), { timeout: 4000 });
        },
      });
    const { engine } = world.process({ clock });
    const handle = engine.start(late, undefined, { runId });
    const failure = handle.result.then(
      () => null,
      (error: { readonly run: Run }) => error.run,
    );
    await turn();
    await world.advance(1000);
    by = -hour;
    for (let count = 0; count < 20; count++) await world.advance(1000);
    for (let count = 0; count < 4; count++) await world.advance(hour);
    const run = (await failure)!;
    checkTimes(run, world.journal(runId));
    expect(run.errors.map(({ message }) => /waited (-?\d+) ms/.exec(message)?.[1])).toEqual(["2000", "2000", "0"]);
  });

  it("does not let two engines have a run: who is behind cannot take what the other renews", async () => {
    const world = createWorld(start);
    const steady = workflow("steady").sleep("nap", 5 * hour);
    const { engine } = world.process();
    const handle = engine.start(steady, undefined, { runId });
    for (const by of [-hour, 0, termMs / 2]) {
      await world.advance(termMs);
      const other = world.process({ clock: shifted(world.clock, by), workflows: [steady] });
      expect((await other.engine.recover()).handles).toEqual([]);
      await other.engine.close();
    }
    const ahead = world.process({ clock: shifted(world.clock, hour), workflows: [steady] });
    const { handles } = await ahead.engine.recover(); // for this clock the term is over
    expect(handles.length).toBe(1);
    const outcome = handle.result.catch((error: Error) => error.name);
    await world.advance(5 * hour);
    expect([await outcome, (await handles[0]!.result).status]).toEqual(["StoreError", "succeeded"]);
    expect(world.story(runId).filter((event) => event === "run-finished").length).toBe(1);
  });
});

describe("a sleep of more than 2^31 ms", () => {
  it("is over when it is due, after a restart too", async () => {
    const world = createWorld(start);
    const long = 2 ** 31 + 5;
    const build = () =>
      workflow("long")
        .sleep("nap", long)
        .step("after", { dependsOn: ["nap"], run: () => "awake" });
    const first = world.process();
    first.engine.start(build(), undefined, { runId });
    await turn();
    first.kill();
    await world.advance(2 ** 30);
    const { engine } = world.process({ workflows: [build()], recover: true });
    await turn();
    expect(world.journal(runId).length).toBe(2);
    await world.advance(start + long - 1 - world.clock.now());
    expect(world.story(runId)).not.toContain("step-succeeded nap");
    await world.advance(1);
    await turn();
    expect(world.journal(runId).at(-1)).toMatchObject({ type: "run-finished", output: "awake", time: start + long });
    await engine.close();
  });
});

describe("the manual clock of these tests", () => {
  it("rings timers when they are due, however a clock is shifted against it", () => {
    const clock = createManualClock(100);
    const rung: number[] = [];
    shifted(clock, -50).setTimer(60, () => rung.push(clock.now()));
    clock.advance(9);
    expect(rung).toEqual([]);
    clock.advance(1);
    expect(rung).toEqual([110]);
  });
});
