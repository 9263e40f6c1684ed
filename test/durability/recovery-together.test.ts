import { defineEvent, workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { faultyStore } from "../support/faulty-store.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs } from "../support/world.ts";

const answer = defineEvent("answer");

/** A step, a wait for an event, a sleep of an hour, and a step when both are over. */
function waiting(calls: string[]) {
  return workflow("waiting")
    .step("begin", { run: (_params, { run }) => void calls.push(`begin ${run.id}`) })
    .wait("answer", { event: answer, timeout: "2d" })
    .sleep("hour", "1h")
    .step("end", { dependsOn: ["answer", "hour"], run: (_params, { run }) => void calls.push(`end ${run.id}`) });
}

const idsOf = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

describe("recovery by several at once", () => {
  it("gives each run to one engine, while others start in the same millisecond", async () => {
    const world = createWorld();
    const steps = createHeldSteps();
    const build = () =>
      workflow("held").step("work", { run: (_params, context) => steps.held(context.run.id)({}, context) });
    const dead = world.process();
    const old = idsOf("old", 250);
    for (const runId of old) dead.engine.start(build(), undefined, { runId });
    await turn();
    dead.kill();
    await world.advance(termMs + 1);
    const begun = steps.open.length;

    const engines = [0, 1].map(() =>
      createEngine({
        store: faultyStore(world.kept, null, true),
        clock: world.clock,
        workflows: [build()],
        concurrency: 1000,
      }),
    );
    const recoveries = engines.flatMap((engine) => [engine.recover(), engine.recover()]);
    const started = idsOf("new", 50).map((runId, index) => engines[index % 2]!.start(build(), undefined, { runId }));
    const recovered = (await Promise.all(recoveries)).flatMap(({ handles, refused }) => {
      expect(refused).toEqual([]);
      return handles;
    });
    await turn();
    expect(recovered.map(({ runId }) => runId).sort()).toEqual(old.toSorted());
    expect(steps.open.slice(begun).sort()).toEqual([...old, ...idsOf("new", 50)].sort());
    for (const name of steps.open.slice(0, begun)) await steps.succeed(name); // those of the process that has died
    for (const name of steps.open) await steps.succeed(name);
    for (const { result } of [...recovered, ...started]) expect((await result).status).toBe("succeeded");
    for (const runId of old) {
      expect(world.story(runId).filter((event) => event === "run-resumed")).toEqual(["run-resumed"]);
    }
    await Promise.all(engines.map((engine) => engine.close()));
  });

  it("opens a run once in an engine that is asked for it in several ways at once", async () => {
    const world = createWorld();
    const calls: string[] = [];
    const dead = world.process();
    dead.engine.start(waiting(calls), undefined, { runId: "run-1" });
    await turn();
    dead.kill();
    await world.advance(termMs + 1);
    const store = faultyStore(world.kept, null, true);
    const engine = createEngine({ store, clock: world.clock, workflows: [waiting(calls)] });
    const outcomes = await Promise.allSettled([
      engine.recover(),
      engine.send("run-1", "other", 1),
      engine.resume("run-1"),
      engine.recover(),
      engine.send("run-1", answer, 2),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => "fulfilled"));
    await world.advance(3_600_000);
    await turn();
    expect(world.story("run-1").filter((event) => event === "run-resumed")).toEqual(["run-resumed"]);
    expect((await world.kept.runs.get("run-1"))?.status).toBe("succeeded");
    expect(calls).toEqual(["begin run-1", "end run-1"]);
  });

  it("takes two events that come at once for a run that no engine has", async () => {
    const world = createWorld();
    const build = () =>
      workflow("two")
        .wait("first", { event: answer })
        .wait("second", { event: defineEvent("other") });
    const here = world.process();
    here.engine.start(build(), undefined, { runId: "run-1" }).result.catch(() => undefined);
    await turn();
    await here.engine.close({ runs: "leave" });
    const { engine } = world.process({ workflows: [build()] });
    await Promise.all([engine.send("run-1", answer, 1), engine.send("run-1", "other", 2)]);
    await turn();
    expect(world.journal("run-1").at(-1)).toMatchObject({ type: "run-finished", status: "succeeded", output: 2 });
  });
});

describe("20 restarts with runs that wait", () => {
  const runIds = idsOf("run", 30);

  async function restart(world: ReturnType<typeof createWorld>, calls: string[], recovers: boolean) {
    const process = world.process({ workflows: [waiting(calls)], recover: recovers });
    if (!recovers) expect((await process.engine.recover()).handles.length).toBe(runIds.length);
    await turn();
    return process;
  }

  async function begun(calls: string[]) {
    const world = createWorld();
    const first = world.process();
    for (const runId of runIds) first.engine.start(waiting(calls), undefined, { runId });
    await turn();
    first.kill();
    await world.advance(termMs + 1);
    return world;
  }

  it("leave the runs alone until they are due, where the engine recovers by itself", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    const before = runIds.map((runId) => world.journal(runId).length);
    for (let count = 0; count < 20; count++) {
      const process = await restart(world, calls, true);
      await world.advance(100_000);
      process.kill();
    }
    expect(runIds.map((runId) => world.journal(runId).length)).toEqual(before);
    const { engine } = await restart(world, calls, true);
    await world.advance(3_600_000 - world.clock.now());
    for (const runId of runIds) await engine.send(runId, answer, null);
    await world.advance(0);
    for (const runId of runIds) expect((await world.kept.runs.get(runId))?.status).toBe("succeeded");
    expect(calls.toSorted()).toEqual(runIds.flatMap((runId) => [`begin ${runId}`, `end ${runId}`]).sort());
    expect(world.story("run-0").filter((event) => event === "run-resumed").length).toBe(1);
    await engine.close();
  });

  it("leave a run alone that waits for an event, though the loser of a race was told to end in it before", async () => {
    const raced = () =>
      workflow("raced")
        .sleep("quick", 10)
        .step("slow", { run: (_params, { sleep }) => sleep("1h") })
        .race("either", { of: ["quick", "slow"] })
        .wait("answer", { event: answer });
    const world = createWorld();
    const first = world.process();
    first.engine.start(raced(), undefined, { runId: "run-0" });
    await turn();
    await world.advance(10);
    first.kill();
    await world.advance(termMs + 1);
    expect((await world.kept.runs.get("run-0"))?.dueAt).toBe(Infinity);
    const before = world.journal("run-0").length;
    for (let count = 0; count < 20; count++) {
      const process = world.process({ workflows: [raced()], recover: true });
      await turn();
      await world.advance(100_000);
      process.kill();
    }
    expect(world.journal("run-0").length).toBe(before);
  });

  it("add one event each, where they are asked to recover them", async () => {
    const calls: string[] = [];
    const world = await begun(calls);
    const before = runIds.map((runId) => world.journal(runId).length);
    for (let count = 0; count < 20; count++) {
      const process = await restart(world, calls, false);
      process.kill();
      await world.advance(termMs + 1);
    }
    expect(runIds.map((runId) => world.journal(runId).length)).toEqual(before.map((length) => length + 20));
    const { engine } = await restart(world, calls, false);
    for (const runId of runIds) await engine.send(runId, answer, null);
    await world.advance(3_600_000);
    for (const runId of runIds) expect((await world.kept.runs.get(runId))?.status).toBe("succeeded");
    expect(calls.toSorted()).toEqual(runIds.flatMap((runId) => [`begin ${runId}`, `end ${runId}`]).sort());
    await engine.close();
  });
});
