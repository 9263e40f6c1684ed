import { defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps, type HeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

const runId = "run-1";
const answer = defineEvent("answer");

function work(steps: HeldSteps) {
  return workflow("work")
    .step("one", { run: steps.held<string>("one") })
    .step("two", { dependsOn: ["one"], run: steps.held<string>("two") });
}

async function begun() {
  const world = createWorld();
  const steps = createHeldSteps();
  const first = world.process({ workflows: [work(steps)] });
  const handle = first.engine.start(work(steps), undefined, { runId });
  handle.result.catch(() => undefined);
  await turn();
  return { world, steps, first, handle };
}

const message = (promise: Promise<unknown>) =>
  promise.then(
    () => "resumed",
    (error: Error) => error.message,
  );

describe("engine.resume with the id of a run", () => {
  it("says why it cannot", async () => {
    const { world, steps, first } = await begun();
    const other = world.process({ workflows: [work(steps)] });
    const stranger = world.process();
    expect(await message(first.engine.resume("run-0"))).toBe(
      'The store has no run "run-0", so it cannot be resumed. Its runs are listed by engine.runs.list().',
    );
    expect(await message(other.engine.resume(runId))).toBe(
      'Run "run-1" of workflow "work" is open in another engine, so it cannot be resumed in this one. Wait until that engine is closed, or its process has ended and its lease is over.',
    );
    first.kill();
    await world.advance(termMs + 1);
    expect(await message(stranger.engine.resume(runId))).toBe(
      'Run "run-1" is one of workflow "work", which the engine does not know. Give it to the engine: createEngine({ workflows: [workflow] }), or to resume: engine.resume(snapshot, { workflow }).',
    );
    const resumed = createHeldSteps();
    const handle = await stranger.engine.resume(runId, { workflow: work(resumed) });
    await turn();
    await resumed.succeed("one");
    await resumed.succeed("two", "end");
    expect((await handle.result).output).toBe("end");
    expect(await message(other.engine.resume(runId))).toBe(
      'Run "run-1" of workflow "work" is over (succeeded), so it cannot be resumed. Start another run, or rerun it: engine.rerun("run-1", { from: "step" }).',
    );
    await other.engine.close();
    expect(await message(other.engine.resume(runId))).toBe(
      'The engine was closed, so it cannot resume run "run-1". Create another engine.',
    );
    expect(await message(other.engine.recover())).toBe(
      "The engine was closed, so it cannot recover runs. Create another engine.",
    );
  });

  it("goes on with a run that is paused, though another engine still has it open: what that writes is refused", async () => {
    const { world, steps, first, handle } = await begun();
    const pausing = handle.pause();
    await steps.succeed("one", "first");
    await pausing;
    const resumed = createHeldSteps();
    const other = world.process({ workflows: [work(resumed)] });
    expect(await other.engine.recover()).toEqual({ handles: [], refused: [] });
    await world.advance(10 * termMs);
    expect((await other.engine.recover()).handles).toEqual([]);
    expect((await world.kept.runs.get(runId))?.status).toBe("paused");

    const there = await other.engine.resume(runId);
    await turn();
    expect(resumed.open).toEqual(["two"]);
    handle.resume();
    await expect(handle.result).rejects.toThrow(
      'Run "run-1" is not this engine\'s any more: its lease (epoch 1) has ended, because it was given back, or because the engine did not renew it in time and another one took the run.',
    );
    expect(steps.open).toEqual([]);
    await resumed.succeed("two", "second");
    const run = await there.result;
    expect([run.output, run.span("one").output]).toEqual(["second", "first"]);
    await first.engine.close();
  });

  it("opens it once if it is asked for it twice at once", async () => {
    const world = createWorld();
    const build = () => workflow("asking").wait("answer", { event: answer });
    const first = world.process();
    first.engine.start(build(), undefined, { runId }).result.catch(() => undefined);
    await turn();
    first.kill();
    await world.advance(termMs + 1);
    const { engine } = world.process({ workflows: [build()] });
    const [one, other] = await Promise.all([engine.resume(runId), engine.resume(runId)]);
    expect(other).toBe(one);
    expect(world.story(runId).filter((event) => event === "run-resumed").length).toBe(1);
    await engine.send(runId, answer, "yes");
    await turn();
    expect((await engine.runs.get(runId))?.output).toBe("yes");
  });

  it("leaves a run as it is that lacks a resource, and goes on when it is given", async () => {
    const world = createWorld();
    const build = () =>
      workflow("resourceful")
        .wait("answer", { event: answer })
        .step("use", {
          dependsOn: ["answer"],
          run: (_params, context) => context.resources.require("db" as never),
        });
    const first = world.process({ resources: { db: 1 } });
    first.engine.start(build(), undefined, { runId }).result.catch(() => undefined);
    await turn();
    await first.engine.close({ runs: "leave" });
    const before = world.journal(runId).length;
    const { engine } = world.process({ workflows: [build()] });
    const { refused } = await engine.recover();
    expect(refused.map(({ error }) => error.name)).toEqual(["MissingResourceError"]);
    expect(await message(engine.resume(runId))).toBe(refused[0]?.error.message);
    expect(world.journal(runId).length).toBe(before);
    const handle = await engine.resume(runId, { resources: { db: 2 } });
    await handle.send(answer, null);
    expect((await handle.result).output).toBe(2);
  });
});
