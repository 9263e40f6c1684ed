import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf } from "../support/replayed-trial.ts";

describe("stop early", () => {
  it("ends the run well, with the output that was given", async () => {
    const search = workflow("search")
      .step("cache", {
        run: (_params, context) => {
          context.stop("from the cache");
          return "looked it up";
        },
      })
      .step("fetch", { dependsOn: ["cache"], run: () => "from the network" });
    const run = await (await begin(search)).end();
    expect(run.status).toBe("succeeded");
    expect(run.output).toBe("from the cache");
    expect(run.errors).toEqual([]);
    expect(run.span("cache")).toMatchObject({ status: "succeeded", output: "looked it up" });
    expect(run.span("fetch").cancelled).toEqual({ kind: "stopped", step: "cache" });
  });

  it("has undefined as its output if none was given", async () => {
    const run = await (
      await begin(workflow("quiet").step("only", { run: (_params, context) => context.stop() }))
    ).end();
    expect(run).toMatchObject({ status: "succeeded", output: undefined });
  });

  it("aborts what is running, says why, and lets the step that stopped the run go on to its end", async () => {
    const steps = createHeldSteps();
    const race = workflow("race")
      .step("slow", { run: steps.held("slow") })
      .step("quick", {
        run: (params, context) => {
          context.stop("quick was first");
          return steps.held("quick")(params, context);
        },
      });
    const trial = await begin(race);
    expect(steps.context("slow").signal.aborted).toBe(true);
    expect(steps.context("slow").signal.reason.message).toBe('Step "quick" stopped the run of workflow "race".');
    expect(steps.context("quick").signal.aborted).toBe(false);
    await steps.fail("slow");
    expect((await trial.now()).status).toBe("running");
    await steps.succeed("quick", "tidied up");
    const run = await trial.end();
    expect(run.output).toBe("quick was first");
    expect(run.span("quick").output).toBe("tidied up");
    expect(run.span("slow").cancelled).toEqual({ kind: "stopped", step: "quick" });
  });

  it("runs the always steps, which see what was cancelled as lost", async () => {
    const tidied = workflow("tidied")
      .step("work", { run: (_params, context) => context.stop("enough") })
      .step("never", { dependsOn: ["work"], run: () => 1 })
      .step("tidy", {
        always: true,
        params: { status: ({ stepSpan }) => stepSpan("never", { settled: true }).status },
        run: ({ status }) => status,
      });
    const run = await (await begin(tidied)).end();
    expect(run.output).toBe("enough");
    expect(run.span("tidy").output).toBe("cancelled");
  });

  it("fails the run all the same if an always step fails", async () => {
    const untidy = workflow("untidy")
      .step("work", { run: (_params, context) => context.stop("enough") })
      .step("tidy", {
        always: true,
        dependsOn: ["work"],
        run: () => {
          throw new Error("the disk is full");
        },
      });
    const trial = await begin(untidy);
    expect((await trial.error()).errors.map(({ message }) => message)).toEqual([
      'Step "tidy" failed on attempt 1: Error: the disk is full.',
    ]);
  });

  it("starts no retry of the step that asked for it", async () => {
    const fails = workflow("fails").step("work", {
      retry: { attempts: 3 },
      run: (_params, context) => {
        context.stop("enough");
        throw new Error("and then it broke");
      },
    });
    const trial = await begin(fails);
    const { run } = await trial.error();
    expect(run.span("work").attempts).toHaveLength(1);
  });

  it("counts once: what a second stop gives is ignored, and so is a stop after the run has failed", async () => {
    const twice = workflow("twice").step("work", {
      run: (_params, context) => {
        context.stop("first");
        context.stop("second");
      },
    });
    expect((await (await begin(twice)).end()).output).toBe("first");
    const steps = createHeldSteps();
    const late = workflow("late")
      .step("fails", { run: steps.held("fails") })
      .step("stops", { run: steps.held("stops") });
    const trial = await begin(late);
    await steps.fail("fails");
    steps.context("stops").stop("too late");
    await steps.succeed("stops");
    expect((await trial.end()).status).toBe("failed");
  });

  it("works from an item of a map, which goes on to its end while the others do not", async () => {
    const steps = createHeldSteps();
    const find = workflow("find")
      .map("look", {
        over: [1, 2],
        params: { n: ({ item }) => item },
        run: (params, context) => steps.held<string>(`item ${params.n}`)(params, context),
      })
      .step("later", { dependsOn: ["look"], run: () => 1 });
    const trial = await begin(find);
    steps.context("item 2").stop("found it");
    await steps.succeed("item 2", "mine");
    await steps.fail("item 1");
    const run = await trial.end();
    expect(run.output).toBe("found it");
    expect(run.span("look").cancelled).toEqual({ kind: "stopped", step: "look" });
    expect(run.spanAt("look[0]").cancelled).toEqual({ kind: "stopped", step: "look" });
    expect(run.spanAt("look[1]")).toMatchObject({ status: "succeeded", output: "mine" });
    expect(run.span("later").cancelled).toEqual({ kind: "stopped", step: "look" });
  });

  it("ends a sub-workflow and no more than that: its output is the step's", async () => {
    const child = workflow("child")
      .step("first", { run: (_params, context) => context.stop("child is done") })
      .step("second", { dependsOn: ["first"], run: () => 1 });
    const parent = workflow("parent")
      .map("run", { over: [1], run: child })
      .step("after", { params: { outputs: ({ stepSpan }) => stepSpan("run").output }, run: ({ outputs }) => outputs });
    const run = await (await begin(parent)).end();
    expect(run.output).toEqual(["child is done"]);
    expect(run.spanAt("run[0]/second").cancelled).toEqual({ kind: "stopped", step: "first" });
  });

  it("ends a step that waits", async () => {
    const waiting = workflow("waiting")
      .sleep("night", "8h")
      .step("alarm", { run: (_params, context) => context.stop("awake") });
    const trial = await begin(waiting);
    expect((await trial.end()).span("night").cancelled).toEqual({ kind: "stopped", step: "alarm" });
    expect(trial.clock.nextTimer).toBe(null);
  });

  it("does not protect the step that asked for it from a cancel", async () => {
    const steps = createHeldSteps();
    const stuck = workflow("stuck").step("work", {
      run: (params, context) => {
        context.stop("enough");
        return steps.held("work")(params, context);
      },
    });
    const trial = await begin(stuck);
    await trial.cancel("now really");
    expect(steps.context("work").signal.aborted).toBe(true);
    await trial.advance(5000);
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("work").cancelled).toEqual({ kind: "cancel", reason: "now really" });
  });

  it("does not protect it in a sub-workflow either, nor from engine.close()", async () => {
    const steps = createHeldSteps();
    const child = workflow("child").step("work", {
      run: (params: {}, context) => {
        context.stop("enough");
        return steps.held("work")(params, context);
      },
    });
    const trial = await begin(workflow("parent").map("run", { over: [1], run: child }));
    const closed = trial.engine.close();
    await trial.advance(5000);
    expect(await outcomeOf(closed)).toBe(undefined);
    expect((await trial.end()).spanAt("run[0]/work").status).toBe("cancelled");
  });

  it("refuses an output that cannot be kept, in the step that gave it", async () => {
    const trial = await begin(
      workflow("unkept").step("work", { run: (_params, context) => context.stop(() => "a function") }),
    );
    const [error] = (await trial.error()).errors;
    expect(error?.message).toBe(
      'Step "work" failed on attempt 1: What step "work" stops the run with cannot be recorded: it is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });
});
