import { createEngine, DefinitionError } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { stepOf, workflowOf } from "../support/definitions.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, statusesOf } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

describe("close", () => {
  it("resolves at once if no run is open", async () => {
    const engine = createEngine();
    await engine.run(workflowOf([stepOf("only")]));
    await engine.close();
    await engine.close();
  });

  it("cancels the runs that are open, and waits for them", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([stepOf("work", { run: steps.held("work") }), stepOf("next", { dependsOn: ["work"] })]),
    );
    const closed = trial.engine.close();
    await turn();
    expect(steps.context("work").signal.aborted).toBe(true);
    await steps.fail("work");
    await closed;
    const run = await trial.end();
    expect(run.status).toBe("cancelled");
    expect(run.span("next").cancelled).toEqual({ kind: "cancel", reason: "the engine was closed" });
  });

  it("abandons attempts that do not end in their grace period", async () => {
    const trial = await begin(workflowOf([stepOf("deaf", { run: createHeldSteps().held("deaf") })]));
    const closed = trial.engine.close();
    await trial.advance(5000);
    await closed;
    expect((await trial.end()).span("deaf").status).toBe("cancelled");
  });

  it("lets always steps run, for one grace period", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("quick", { always: true, dependsOn: ["work"], run: steps.held("quick") }),
        stepOf("endless", { always: true, dependsOn: ["work"], run: steps.held("endless") }),
      ]),
    );
    const closed = trial.engine.close();
    await turn();
    await steps.fail("work");
    await steps.succeed("quick");
    expect(steps.context("endless").signal.aborted).toBe(false);
    await trial.advance(5000);
    expect(steps.context("endless").signal.aborted).toBe(true);
    await trial.advance(5000);
    await closed;
    expect(statusesOf(await trial.end())).toEqual({ work: "cancelled", quick: "succeeded", endless: "cancelled" });
  });

  it("may be asked for twice at once: the second call cuts nothing short", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflowOf([
        stepOf("work", { run: steps.held("work") }),
        stepOf("finally", { always: true, dependsOn: ["work"], run: steps.held("finally") }),
      ]),
    );
    const closed = Promise.all([trial.engine.close(), trial.engine.close()]);
    await turn();
    await steps.fail("work");
    await steps.succeed("finally");
    await closed;
    expect((await trial.end()).span("finally").status).toBe("succeeded");
  });

  it("gives up a run whose schema never comes to an end, be it of the input or of the output", async () => {
    const never = z.string().refine(() => new Promise<boolean>(() => undefined));
    const onInput = await begin(workflowOf([stepOf("only")], { input: never }), { input: "x" });
    const onOutput = await begin(workflowOf([stepOf("only")], { output: never }));
    for (const { engine, handle, advance } of [onInput, onOutput]) {
      const closed = engine.close();
      await advance(5000);
      await closed;
      await expect(handle.result).rejects.toThrow("was cancelled");
    }
  });

  it("refuses further runs", async () => {
    const engine = createEngine();
    await engine.close();
    const message = 'The engine was closed, so it cannot run workflow "test". Create another engine.';
    expect(() => engine.start(workflowOf([]))).toThrow(new DefinitionError(message));
    await expect(engine.run(workflowOf([]))).rejects.toThrow(new DefinitionError(message));
  });

  it("leaves no timer behind: not of a timeout, a retry, a rate, a grace period or a run", async () => {
    const clock = createManualClock();
    const steps = createHeldSteps();
    const engine = createEngine({ clock, queues: { api: { rate: { limit: 1, interval: "1h" } } } });
    const handle = engine.start(
      workflowOf(
        [
          stepOf("timed", { timeoutMs: 1000, run: steps.held("timed") }),
          stepOf("shaky", { retry: { attempts: 3, delayMs: 1000 }, run: steps.held("shaky") }),
          stepOf("api1", { queue: "api", run: steps.held("api1") }),
          stepOf("api2", { queue: "api", run: steps.held("api2") }),
        ],
        { timeoutMs: 60_000 },
      ),
    );
    await turn();
    await steps.fail("shaky");
    const closed = engine.close();
    await turn();
    await steps.fail("timed");
    await steps.fail("api1");
    await closed;
    await expect(handle.result).rejects.toThrow("was cancelled");
    expect(clock.nextTimer).toBe(null);
  });

  it("leaves no listener behind, neither on the caller's signal nor on the process", async () => {
    const before = process.listenerCount("beforeExit");
    const { signal } = new AbortController();
    let added = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...parameters: Parameters<typeof add>) => {
      added++;
      add(...parameters);
    };
    signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
      added--;
      remove(...parameters);
    };
    const engine = createEngine();
    await Promise.all(
      [1, 2, 3].map(() => engine.run(workflowOf([stepOf("only", { run: () => turn() })]), undefined, { signal })),
    );
    await engine.close();
    expect(added).toBe(0);
    expect(process.listenerCount("beforeExit")).toBe(before);
  });

  it("is what `await using` does", async () => {
    const steps = createHeldSteps();
    const results: Promise<unknown>[] = [];
    const scope = async () => {
      await using engine = createEngine();
      results.push(engine.start(workflowOf([stepOf("work", { run: steps.held("work") })])).result);
      await turn();
    };
    const left = scope();
    await turn();
    await turn();
    await steps.fail("work");
    await left;
    await expect(results[0]).rejects.toThrow('The run of workflow "test" was cancelled: "the engine was closed".');
  });
});
