import { createRestateEngine, serveSteps, serveWorkflows } from "@stepspan/restate";
import { DefinitionError, InputError, RunError, RunLeftError, StoreError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { heard } from "../support/heard.ts";
import { reached } from "../support/observed.ts";
import { engineOf, servedHere, serving, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const double = (name: string) =>
  workflow(name, { input: z.object({ number: z.number().default(4) }) })
    .step("double", { params: { number: ({ input }) => input.number }, run: ({ number }: { number: number }) => number * 2 })
    .step("text", { params: { number: ({ stepSpan }) => stepSpan("double").output }, run: ({ number }) => `is ${number}` }); // biome-ignore format: short

const failing = (name: string) =>
  workflow(name, { failFast: false })
    .step("wrong", {
      run: (): never => {
        throw new TypeError("it is broken");
      },
    })
    .step("right", { run: () => new Map([["a", new Date(0)]]) });

/** A run that waits for "go". */
const waiting = (name: string) => workflow(name).wait("wait", { event: { name: "go", schema: null } });

describe("an engine on Restate", () => {
  it("runs a workflow to its end, as the local engine does", async () => {
    const report = double(uniqueName("double"));
    const engine = await servedHere({ workflows: [report] });
    const run = await engine.run(report, {}, { metadata: { request: "r-1" }, concurrency: 2, timeout: "1h" });
    expect(run).toMatchObject({
      status: "succeeded",
      input: { number: 4 },
      output: "is 8",
      metadata: { request: "r-1" },
    });
    expect(run.spans.map(({ name, status }) => `${name} ${status}`)).toEqual(["double succeeded", "text succeeded"]);
    expect(run.span("text").input).toEqual({ number: 8 });
    expect(run.runId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("rejects with a RunError that has all spans and the errors as they were thrown", async () => {
    const broken = failing(uniqueName("failing"));
    const engine = await servedHere({ workflows: [broken] });
    const error = await engine.run(broken, undefined, { runId: uniqueName("run") }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunError);
    const { run, errors, message } = error as RunError;
    expect(message).toBe(
      `Run ${run.runId} of workflow "${broken.name}" failed: Step "wrong" failed on attempt 1: TypeError: it is broken.`,
    );
    expect(errors).toMatchObject([{ name: "StepError", step: "wrong", cause: { name: "TypeError" } }]);
    expect(run.span("right").output).toEqual(new Map([["a", new Date(0)]]));
  });

  it("refuses an input before anything is sent", async () => {
    const engine = createRestateEngine({ ingressUrl: "http://127.0.0.1:1", adminUrl: "http://127.0.0.1:1" });
    const report = double("double");
    const handle = engine.start(report, { number: "four" } as never);
    await expect(handle.result).rejects.toThrow(InputError);
    await expect(handle.result).rejects.toThrow(
      'The input of workflow "double" does not match its schema: .number: Invalid input: expected number, received string.',
    );
    expect(await heard(handle)).toEqual([]);
  });

  it("keeps the input as it was when the run was started", async () => {
    const taking = workflow(uniqueName("taking"), { input: z.object({ list: z.array(z.number()) }) }).step("count", {
      params: { list: ({ input }) => input.list },
      run: ({ list }: { list: readonly number[] }) => list.length,
    });
    const engine = await servedHere({ workflows: [taking] });
    const input = { list: [1] };
    const handle = engine.start(taking, input);
    input.list.push(2);
    expect((await handle.result).output).toBe(1);
  });

  it("refuses what a run in Restate cannot have", () => {
    const engine = createRestateEngine({ ingressUrl: "http://127.0.0.1:1", adminUrl: "http://127.0.0.1:1" });
    const report = double("double");
    const message = (options: object) => {
      try {
        engine.start(report, {}, options);
      } catch (thrown) {
        if (thrown instanceof DefinitionError) return thrown.message;
      }
      return undefined;
    };
    expect(message({ resources: { database: {} } })).toBe(
      'The run of workflow "double" got the resource "database", and its steps are called in other processes, which no live object reaches. Give it to those: serveSteps({ workflows, resources }).',
    );
    expect(message({ schedule: "critical-path" })).toBe(
      'The run of workflow "double" got "critical-path" as schedule. In Restate steps start in the order in which they become ready: leave it out, and give steps a priority.',
    );
    expect(message({ runId: ".." })).toBe(
      'The run of workflow "double" got the runId "..", which means a folder in the addresses of Restate. Give another one, or none.',
    );
    expect(message({ runId: "\ud800" })).toBe(
      'The run of workflow "double" got the runId "\\ud800", which holds half of a character. Give another one, or none.',
    );
    expect(message({ retries: 3 })).toMatch(/^The run of workflow "double" got the unknown option "retries"\. The options of a run are /); // biome-ignore format: one line
    expect(() => engine.start({} as never)).toThrow("The engine was asked to run what is no workflow.");
  });

  it("refuses the id of a run that Restate has, of whatever workflow", async () => {
    const [one, other] = [double(uniqueName("one")), failing(uniqueName("other"))];
    const engine = await servedHere({ workflows: [one, other] });
    const runId = uniqueName("taken");
    await engine.run(one, {}, { runId });
    const refusal = `Restate has a run ${JSON.stringify(runId)} already: another writer was here. Start the run under a runId of its own.`;
    await expect(engine.run(one, {}, { runId })).rejects.toThrow(new StoreError(refusal));
    await expect(engine.run(other, undefined, { runId })).rejects.toThrow(new StoreError(refusal));
    expect((await engine.runs.get(runId))?.workflow).toBe(one.name);
  });

  it("starts one of several runs of one id that begin at once", async () => {
    const report = double(uniqueName("double"));
    const engine = await servedHere({ workflows: [report] });
    const runId = uniqueName("race");
    const ends = await Promise.allSettled([1, 2, 3].map((number) => engine.run(report, { number }, { runId })));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  it("says so if nobody serves a workflow, or only other versions of it", async () => {
    const { ingressUrl, adminUrl } = await sharedServer();
    const engine = createRestateEngine({ ingressUrl, adminUrl });
    const name = uniqueName("unserved");
    const refusal = (what: string, hint = "") =>
      new DefinitionError(
        `Restate knows nobody who serves workflow "${name}"${what}, so it cannot be started.${hint} Start a process with serveWorkflows({ workflows: [...] }) that has it, and register that: await endpoint.register({ adminUrl }).`,
      );
    await expect(engine.run(double(name), {})).rejects.toThrow(refusal(""));
    await serving(serveWorkflows({ workflows: [double(name)], port: 0 }), await sharedServer());
    const second = workflow(name, { version: "2" }).step("a", { run: () => 1 });
    await expect(engine.run(second)).rejects.toThrow(refusal(' (version "2")', " It knows other versions of it."));
  });

  it("takes a workflow that has come since it was asked for", async () => {
    const server = await sharedServer();
    const engine = engineOf(server);
    const report = double(uniqueName("late"));
    await expect(engine.run(report, {})).rejects.toThrow(DefinitionError);
    await serving(serveWorkflows({ workflows: [report], port: 0 }), server);
    await serving(serveSteps({ workflows: [report], port: 0 }), server);
    expect((await engine.run(report, {})).output).toBe("is 8");
  });

  it("cancels a run with its signal, which it lets go of at the end", async () => {
    const flow = waiting(uniqueName("signal"));
    const engine = await servedHere({ workflows: [flow] });
    const controller = new AbortController();
    const handle = engine.start(flow, undefined, { signal: controller.signal });
    await reached(handle, "wait", "wait-started");
    controller.abort("no more");
    await expect(handle.result).rejects.toThrow(`The run of workflow "${flow.name}" was cancelled: "no more".`);
    await expect(engine.run(flow, undefined, { signal: AbortSignal.abort("at once") })).rejects.toThrow("at once");
  });

  it("leaves its runs alone when it is closed, or cancels them", async () => {
    const flow = waiting(uniqueName("closing"));
    const server = await sharedServer();
    const watcher = await servedHere({ workflows: [flow] });
    const [leaving, cancelling] = [engineOf(server), engineOf(server)];
    const left = leaving.start(flow);
    const [result, events] = [left.result, heard(left)];
    await reached(left, "wait", "wait-started");
    await leaving.close();
    await expect(result).rejects.toThrow(new RunLeftError(left.runId, flow.name, "elsewhere"));
    await expect(result).rejects.toThrow("It goes on where it runs; engine.resume(runId) gives its handle.");
    expect((await events).at(-1)).toBe("wait-started");
    expect((await watcher.runs.get(left.runId))?.status).toBe("running");
    expect(() => leaving.start(flow)).toThrow(`The engine was closed, so it cannot run workflow "${flow.name}".`);

    const cancelled = cancelling.start(flow);
    await reached(cancelled, "wait", "wait-started");
    await cancelling.close({ runs: "cancel" });
    await expect(cancelled.result).rejects.toThrow('was cancelled: "the engine was closed".');
    watcher.handle(left.runId)?.cancel();
  });

  it("has nothing to recover: Restate goes on with its runs by itself", async () => {
    const engine = engineOf(await sharedServer());
    expect(await engine.recover()).toEqual({ handles: [], refused: [] });
  });
});
