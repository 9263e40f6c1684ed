import { type Clock, defineEvent, type EngineOptions, perRun, workflow } from "stepspan";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createHeldSteps, type HeldSteps } from "../support/held-steps.ts";
import { turn } from "../support/turn.ts";
import { createWorld, termMs, type World } from "../support/world.ts";

const answer = defineEvent("answer");

function work(steps: HeldSteps) {
  return workflow("work").step("only", { run: steps.held<string>("only") });
}

function sleeper(version?: string) {
  const options = version === undefined ? {} : { version };
  return workflow("sleeper", options)
    .sleep("nap", "1h")
    .step("after", { dependsOn: ["nap"], run: () => "awake" });
}

const asking = () => workflow("asking").wait("answer", { event: answer });

/** The runs of a process that has died. */
async function leftBehind(start: (engine: ReturnType<World["process"]>["engine"]) => void): Promise<World> {
  const world = createWorld();
  const first = world.process();
  start(first.engine);
  await turn();
  first.kill();
  return world;
}

const statusOf = async (world: World, runId: string) => (await world.kept.runs.get(runId))?.status;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("an engine that recovers runs by itself", () => {
  it("takes up what it finds when it is made", async () => {
    const steps = createHeldSteps();
    const world = await leftBehind(
      (engine) => void engine.start(work(createHeldSteps()), undefined, { runId: "run-1" }),
    );
    await world.advance(termMs + 1);
    const { engine } = world.process({ workflows: [work(steps)], recover: true });
    expect(steps.open).toEqual([]); // whoever makes it has it before anything happens
    await turn();
    await steps.succeed("only");
    expect(await statusOf(world, "run-1")).toBe("succeeded");
    await engine.close();
  });

  it("takes up the runs of a process that dies later, when its lease is over", async () => {
    const world = createWorld();
    const [steps, first] = [createHeldSteps(), world.process()];
    world.process({ workflows: [work(steps)], recover: true });
    await turn();
    first.engine.start(work(createHeldSteps()), undefined, { runId: "run-1" });
    await turn();
    for (let count = 0; count < 10; count++) await world.advance(termMs / 2);
    expect(steps.open).toEqual([]);
    first.kill();
    for (let count = 0; count < 4; count++) await world.advance(termMs / 2);
    expect(steps.open).toEqual(["only"]);
  });

  it("takes up sleepers when they are due, and leaves them alone until then", async () => {
    const world = await leftBehind((engine) => void engine.start(sleeper(), undefined, { runId: "run-1" }));
    const { engine, clock } = { ...world.process({ workflows: [sleeper()], recover: true }), clock: world.clock };
    while (clock.now() < 3_600_000 - 2 * termMs) await world.advance(termMs / 2);
    expect(world.story("run-1")).toEqual(["run-started", "wait-started nap"]);
    while (clock.now() < 3_600_000) await world.advance(termMs / 2);
    await turn();
    expect(world.journal("run-1").find(({ type }) => type === "wait-ended")?.time).toBe(3_600_000);
    expect(await statusOf(world, "run-1")).toBe("succeeded");
    await engine.close();
  });

  it("takes up a run that waits for an event when that is sent", async () => {
    const world = await leftBehind((engine) => void engine.start(asking(), undefined, { runId: "run-1" }));
    const { engine } = world.process({ workflows: [asking()], recover: true });
    for (let count = 0; count < 6; count++) await world.advance(termMs);
    expect(world.journal("run-1").length).toBe(2);
    await engine.send("run-1", answer, "yes");
    await turn();
    expect((await engine.runs.get("run-1"))?.output).toBe("yes");
    await expect(engine.send("run-1", answer, "again")).rejects.toThrow(
      'The engine has no open run "run-1" to send an event to. Send it before the run is over.',
    );
    await engine.close();
  });

  it("calls a body that waits once for an event that wakes its run, and gives its slot back", async () => {
    const calls: string[] = [];
    const build = () =>
      workflow("body").step("ask", {
        run: async (_params, context) => {
          calls.push("ask");
          return context.waitFor(answer);
        },
      });
    const world = await leftBehind((engine) => void engine.start(build(), undefined, { runId: "run-1" }));
    await world.advance(termMs + 1);
    // The event is there before the run can go on: it waits for its resource.
    const resources = { db: perRun(() => turn().then(() => "db")) };
    const { engine } = world.process({ workflows: [build()], concurrency: 2, resources });
    await engine.send("run-1", answer, "yes");
    for (let count = 0; count < 5; count++) await turn();
    expect(calls).toEqual(["ask", "ask"]);
    expect(await statusOf(world, "run-1")).toBe("succeeded");
    const steps = createHeldSteps();
    engine.start(workflow("next").map("each", { over: [1, 2], run: steps.held("item") }));
    for (let count = 0; count < 5; count++) await turn();
    expect(steps.open).toEqual(["item", "item"]);
  });

  it("tells on the console once what it cannot recover, and passes over workflows that it does not know", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const world = await leftBehind((engine) => {
      engine.start(asking(), undefined, { runId: "unknown" });
      engine.start(sleeper("1"), undefined, { runId: "changed" });
    });
    await world.advance(3_600_000);
    const { engine } = world.process({ workflows: [sleeper("2")], recover: true });
    await turn();
    for (let count = 0; count < 4; count++) await world.advance(termMs);
    expect(told.mock.calls).toEqual([
      [
        'Run "changed" of workflow "sleeper" was not recovered: Run "changed" was started with workflow "sleeper" version "1", and would be resumed with "sleeper" version "2". Resume it with the workflow with which it was started.',
      ],
    ]);
    expect([world.journal("unknown").length, world.journal("changed").length]).toEqual([2, 2]);
    await engine.close();
  });

  it("parks what does not fit its workflow, if it is told to", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const world = await leftBehind((engine) => void engine.start(sleeper("1"), undefined, { runId: "changed" }));
    await world.advance(3_600_000);
    const { engine } = world.process({ workflows: [sleeper("2")], recover: true, onMismatch: "park" });
    await turn();
    await world.advance(termMs);
    expect(await statusOf(world, "changed")).toBe("parked");
    expect(world.journal("changed").at(-1)).toMatchObject({ type: "run-parked", because: { kind: "mismatch" } });
    expect(world.journal("changed").length).toBe(3);
    await engine.close();
    const { engine: other } = world.process({ workflows: [sleeper("1")] });
    const handle = await other.resume("changed");
    await world.advance(0);
    await world.advance(3_600_000);
    expect((await handle.result).output).toBe("awake");
  });

  it("keeps its process alive for a run that sleeps, and not for one that it cannot recover", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const timersOf = async (options: EngineOptions, ms = 0) => {
      const world = await leftBehind((engine) => void engine.start(sleeper("1"), undefined, { runId: "run-1" }));
      await world.advance(ms);
      const rings: number[] = [];
      const clock: Clock = {
        now: () => world.clock.now(),
        setTimer: (at, ring, isBackground = false) => {
          if (!isBackground) rings.push(at - world.clock.now());
          return world.clock.setTimer(at, ring, isBackground);
        },
      };
      world.process({ recover: true, ...options, clock });
      await turn();
      return rings;
    };
    expect(await timersOf({ workflows: [sleeper("1")] })).toEqual([termMs / 2]);
    expect(await timersOf({ workflows: [asking()] })).toEqual([]); // it does not know the workflow
    expect(await timersOf({ workflows: [sleeper("2")] }, 3_600_000)).toEqual([]); // it does not fit
  });

  it("still finds that a run of its own has stalled: it does not keep its process alive for that", async () => {
    const world = createWorld();
    const { engine } = world.process({ workflows: [work(createHeldSteps())], recover: true });
    engine.start(work(createHeldSteps()), undefined, { runId: "run-1" });
    await turn();
    await world.advance(termMs / 2);
    expect(world.clock.nextTimer).toBeNull();
  });
});
