import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf, send } from "../support/replayed-trial.ts";
import type { Trial } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

const answer = defineEvent("answer");

async function resume({ handle }: Pick<Trial, "handle">): Promise<void> {
  handle.resume();
  await turn();
}

describe("pause", () => {
  it("lets running attempts finish and starts nothing; it resolves when none is open", async () => {
    const steps = createHeldSteps();
    const chain = workflow("chain")
      .step("first", { run: steps.held<string>("first") })
      .step("second", { dependsOn: ["first"], run: steps.held("second") })
      .step("beside", { run: steps.held("beside") });
    const trial = await begin(chain);
    const paused = trial.handle.pause();
    expect(await outcomeOf(paused)).toBe("open");
    await steps.succeed("first", "kept");
    expect(await outcomeOf(paused)).toBe("open");
    await steps.succeed("beside");
    expect(await outcomeOf(paused)).toBe(undefined);
    expect(steps.open).toEqual([]);
    const run = await trial.now();
    expect(run.status).toBe("paused");
    expect(run.span("first").output).toBe("kept");
    await resume(trial);
    expect((await trial.now()).status).toBe("running");
    expect(steps.open).toEqual(["second"]);
    await steps.succeed("second");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("does not wait for a step that waits: a wait is no open attempt", async () => {
    const waiting = workflow("waiting")
      .step("ask", { run: (_params, context) => context.waitFor(answer) })
      .sleep("night", "8h")
      .wait("person", { event: answer });
    const trial = await begin(waiting);
    expect(await outcomeOf(trial.handle.pause())).toBe(undefined);
    await trial.cancel();
    await trial.end();
  });

  it("takes back what waits for a slot, and asks for it again afterwards", async () => {
    const steps = createHeldSteps();
    const two = workflow("two")
      .step("first", { run: steps.held("first") })
      .step("second", { run: steps.held("second") });
    const trial = await begin(two, { engine: { concurrency: 1 } });
    const paused = trial.handle.pause();
    await steps.succeed("first");
    await paused;
    expect(steps.open).toEqual([]);
    const next = trial.engine.start(workflow("next").step("third", { run: steps.held("third") }));
    await turn();
    expect(steps.open).toEqual(["third"]);
    await resume(trial);
    await steps.succeed("third");
    expect(steps.open).toEqual(["second"]);
    await steps.succeed("second");
    expect((await next.result).status).toBe("succeeded");
    expect((await trial.end()).status).toBe("succeeded");
  });

  it("keeps events that come meanwhile", async () => {
    const listening = workflow("listening")
      .wait("ask", { event: answer })
      .on("listen", { event: answer, params: { text: ({ event }) => event }, run: ({ text }) => text });
    const trial = await begin(listening);
    await trial.handle.pause();
    await send(trial, answer, "one");
    await send(trial, answer, "two");
    expect((await trial.now()).span("listen").items.map(({ status }) => status)).toEqual(["waiting"]);
    await resume(trial);
    const run = await trial.end();
    expect(run.span("ask").output).toBe("one");
    expect(run.span("listen").output).toEqual(["one", "two"]);
  });

  it("holds a body that waits for several things at once, though it needs no slot to go on", async () => {
    const heard: unknown[] = [];
    const first = workflow("first").step("ask", {
      run: async (_params, context) => {
        const any = await Promise.race([context.waitFor(answer), context.sleep("1h")]);
        heard.push(any);
        return any;
      },
    });
    const trial = await begin(first);
    await trial.handle.pause();
    await send(trial, answer, "now");
    expect(heard).toEqual([]);
    await resume(trial);
    expect(heard).toEqual(["now"]);
    expect((await trial.end()).output).toBe("now");
  });

  it("can be asked for twice, taken back at once, and asked of a run that is over", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("work", { run: steps.held("work") }));
    const both = Promise.all([trial.handle.pause(), trial.handle.pause()]);
    trial.handle.resume();
    expect(await outcomeOf(both)).toEqual([undefined, undefined]);
    trial.handle.resume();
    await steps.succeed("work");
    expect((await trial.end()).status).toBe("succeeded");
    expect(await outcomeOf(trial.handle.pause())).toBe(undefined);
    expect((await trial.now()).status).toBe("succeeded");
  });

  it("comes before the first step if it is asked for at once", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("gate", { run: () => 1 }));
    await trial.end();
    const handle = trial.engine.start(workflow("later").step("work", { run: steps.held("work") }));
    await handle.pause();
    await turn();
    expect(steps.open).toEqual([]);
    handle.resume();
    await turn();
    await steps.succeed("work");
    expect((await handle.result).output).toBe("work");
  });

  it("holds what the run returns, so that a run never ends while it is paused", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("w").step("work", { run: steps.held("work") }));
    const paused = trial.handle.pause();
    await steps.succeed("work");
    await paused;
    expect(await outcomeOf(trial.handle.result)).toBe("open");
    await resume(trial);
    expect((await trial.end()).output).toBe("work");
  });

  it("is no stall: when the process has nothing else to do a paused run stays as it is", async () => {
    const trial = await begin(workflow("w").wait("ask", { event: answer }));
    await trial.handle.pause();
    process.emit("beforeExit", 0);
    await turn();
    expect((await trial.now()).status).toBe("paused");
    await resume(trial);
    await send(trial, answer, "still here");
    expect((await trial.end()).output).toBe("still here");
  });
});
