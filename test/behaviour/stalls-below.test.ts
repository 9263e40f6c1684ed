import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin } from "../support/replayed-trial.ts";
import { statusesOf, type Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

/** What Node says when nothing is left that could act. */
async function leaveAlone(): Promise<void> {
  process.emit("beforeExit", 0);
  await turn();
}

async function messages(trial: Pick<Trial, "error">): Promise<readonly string[]> {
  return (await trial.error()).errors.map(({ message }) => message);
}

const wait = 'waits for event "answer", and nothing is left in this process that could send it';
const begun = "has begun and nothing is left in this process that could settle it";

describe("a stalled run", () => {
  it("names the waits below its steps by their paths", async () => {
    const child = workflow("child").wait("ask", { event: answer });
    const waiting = workflow("waiting")
      .wait("ask", { event: answer })
      .subflow("flow", { workflow: child })
      .map("map", { over: [1], run: (_params, context) => context.waitFor(answer) })
      .step("after", { dependsOn: ["map"], run: () => 1 });
    const trial = await begin(waiting);
    await leaveAlone();
    expect(await messages(trial)).toEqual([
      `The run of workflow "waiting" stalled: "ask" ${wait}; "flow/ask" ${wait}; "map[0]" ${wait}; "after" waits for "map". Keep something open that sends the event, take a snapshot before the process ends, or give the wait a timeout.`,
    ]);
  });

  it("abandons at once what its sub-workflows wait for; their always steps have their turn, and then its own", async () => {
    const never = () => new Promise<void>(() => undefined);
    const child = workflow("child")
      .step("inner", { run: never })
      .step("tidy", { always: true, dependsOn: ["inner"], run: () => "tidied" });
    const parent = workflow("parent")
      .map("map", { over: [1], run: child })
      .step("tidy", { always: true, dependsOn: ["map"], run: () => "tidied" });
    const trial = await begin(parent);
    await leaveAlone();
    expect(await messages(trial)).toEqual([
      `The run of workflow "parent" stalled: "map[0]/inner" ${begun}; "map[0]/tidy" waits for "inner"; "tidy" waits for "map". Settle the promise that a step waits for, or give the step a timeout.`,
    ]);
    const run = await trial.end();
    expect(run.finishedAt).toBe(0);
    expect(statusesOf(run)).toMatchObject({ map: "cancelled", inner: "cancelled", tidy: "succeeded" });
    expect(run.spanAt("map[0]/tidy").output).toBe("tidied");
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("is cancelled as soon as it is noticed, whatever its steps wait for, and leaves no timer", async () => {
    const timed = workflow("timed").sleep("nap", "8h").wait("ask", { event: answer, timeout: "1h" });
    const trial = await begin(timed);
    await leaveAlone();
    expect((await trial.end()).span("nap").cancelled).toEqual({ kind: "stalled" });
    expect(trial.clock.nextTimer).toBe(null);
  });
});
