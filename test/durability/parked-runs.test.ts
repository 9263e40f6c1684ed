import { type AnyWorkflow, defineEvent, workflow } from "@stepspan/dsl";
import { RunParkedError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { turn } from "../support/turn.ts";
import { createWorld, termMs, type World } from "../support/world.ts";

const answer = defineEvent("answer");
const text = (runId: string, count: number) =>
  `Run "${runId}" of workflow "fatal" was parked: ${count} processes in a row ended while its steps ran, and none of these had settled. Find out why, then go on with it: await engine.resume("${runId}").`;

/** The second step ends its process: it never settles, and the test kills that. */
function fatal(calls: string[], isMended = false) {
  return workflow("fatal")
    .step("first", { run: () => "fine" })
    .step("second", {
      dependsOn: ["first"],
      run: () => {
        calls.push("second");
        return isMended ? "mended" : new Promise<string>(() => undefined);
      },
    });
}

const quiet = () => workflow("quiet").wait("answer", { event: answer });

/** One process after the other recovers what it can, and dies. */
async function die(world: World, times: number, calls: string[], maxRecoveries = 3) {
  for (let count = 0; count < times; count++) {
    const process = world.process({ workflows: [fatal(calls), quiet()], maxRecoveries });
    await process.engine.recover();
    await turn();
    process.kill();
    await world.advance(termMs + 1);
  }
}

/** A run whose process has died in its second step. */
async function begun(calls: string[]) {
  const world = createWorld();
  const process = world.process();
  process.engine.start(fatal(calls), undefined, { runId: "bad" });
  process.engine.start(quiet(), undefined, { runId: "good" });
  await turn();
  process.kill();
  await world.advance(termMs + 1);
  return world;
}

describe("a run whose process dies in the same step every time", () => {
  it("is parked when that has happened so often; others go on", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    await die(world, 2, calls);
    expect(calls.length).toBe(3);
    expect((await world.kept.runs.get("bad"))?.status).toBe("running");
    const { engine } = world.process({ workflows: [fatal(calls), quiet()], maxRecoveries: 3 });
    const { handles, refused } = await engine.recover();
    expect(handles.map(({ runId }) => runId)).toEqual(["good"]);
    expect(refused.map(({ runId, workflow: name, error }) => [runId, name, error.message])).toEqual([
      ["bad", "fatal", text("bad", 3)],
    ]);
    expect(refused[0]?.error).toBeInstanceOf(RunParkedError);
    expect(calls.length).toBe(3);
    expect((await engine.runs.list({ status: "parked" })).map(({ runId, status }) => [runId, status])).toEqual([
      ["bad", "parked"],
    ]);
    expect((await engine.runs.get("bad"))?.status).toBe("parked");
    expect(world.journal("bad").at(-1)).toMatchObject({ type: "run-parked", because: { kind: "crashes", count: 3 } });
    expect(await engine.recover()).toEqual({ handles: [], refused: [] });
    await engine.send("good", answer, null);
    expect((await handles[0]!.result).status).toBe("succeeded");
    await engine.close();
  });

  it("goes on when somebody resumes it, and is counted anew", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    await die(world, 3, calls);
    expect((await world.kept.runs.get("bad"))?.status).toBe("parked");
    const process = world.process({ workflows: [fatal(calls)], maxRecoveries: 3 });
    await process.engine.resume("bad");
    await turn();
    expect((await world.kept.runs.get("bad"))?.status).toBe("running");
    process.kill();
    await world.advance(termMs + 1);
    await die(world, 2, calls);
    expect((await world.kept.runs.get("bad"))?.status).toBe("running");
    await die(world, 1, calls);
    expect((await world.kept.runs.get("bad"))?.status).toBe("parked");
    const { engine } = world.process({ workflows: [fatal(calls, true)] });
    const run = await (await engine.resume("bad")).result;
    expect([run.status, run.output, run.span("second").attempts.length]).toEqual(["succeeded", "mended", 1]);
  });

  it("is never parked with maxRecoveries Infinity, and after the first time with 1", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    await die(world, 12, calls, Infinity);
    expect((await world.kept.runs.get("bad"))?.status).toBe("running");
    const { engine } = world.process({ workflows: [fatal(calls)], maxRecoveries: 1 });
    expect((await engine.recover()).refused[0]?.error.message).toBe(text("bad", 13));
    const other = await begun(calls);
    await die(other, 1, calls, 1);
    expect((await other.kept.runs.get("bad"))?.status).toBe("parked");
  });
});

describe("a run that is not to blame", () => {
  it("is not parked: it only waited", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    await die(world, 8, calls);
    expect((await world.kept.runs.get("good"))?.status).toBe("running");
  });

  it("is not parked: a step of it settled in between", async () => {
    const world = createWorld();
    let mayEnd = 0;
    const steady = () => chain((index) => (index < mayEnd ? index : new Promise<number>(() => undefined)));
    const first = world.process();
    first.engine.start(steady(), undefined, { runId: "long" });
    await turn();
    first.kill();
    for (mayEnd = 1; mayEnd <= 10; mayEnd++) {
      await world.advance(termMs + 1);
      const process = world.process({ workflows: [steady()], maxRecoveries: 2 });
      expect((await process.engine.recover()).handles.length).toBe(1);
      await turn();
      process.kill();
    }
    expect((await world.kept.runs.get("long"))?.status).toBe("succeeded");
  });

  it("is not parked: its engines were closed, and gave it back", async () => {
    const calls: string[] = [];
    const world = createWorld();
    const first = world.process();
    first.engine.start(fatal(calls), undefined, { runId: "bad" }).result.catch(() => undefined);
    await turn();
    await first.engine.close({ runs: "leave" });
    for (let count = 0; count < 5; count++) {
      const { engine } = world.process({ workflows: [fatal(calls)], maxRecoveries: 1 });
      const { handles } = await engine.recover();
      expect(handles.length).toBe(1);
      await turn();
      await engine.close({ runs: "leave" });
    }
    expect(calls.length).toBe(6);
  });
});

/** Ten steps, one after the other. */
function chain(run: (index: number) => number | Promise<number>) {
  let steps: AnyWorkflow = workflow("long");
  for (let index = 0; index < 10; index++) {
    steps = steps.step(`s${index}`, { run: () => run(index), dependsOn: index === 0 ? [] : [`s${index - 1}`] });
  }
  return steps;
}
