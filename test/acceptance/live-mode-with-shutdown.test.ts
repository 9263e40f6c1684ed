import { defineEvent, perRun, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, outcomeOf, send } from "../support/replayed-trial.ts";
import { turn } from "../support/turn.ts";

const job = defineEvent("job", z.object({ id: z.number() }));
const approval = defineEvent("approval", z.boolean());

interface WorkerOptions {
  readonly capacity?: number;
  readonly concurrency?: number;
}

/** A worker whose jobs end when the test says so. */
async function beginWorker(options: WorkerOptions = {}) {
  const steps = createHeldSteps();
  const worker = workflow("worker").on("work", {
    event: job,
    params: { id: ({ event }) => event.id },
    ...options,
    run: (params, context) => steps.held<string>(`job ${params.id}`)(params, context),
  });
  const trial = await begin(worker, { run: { live: true } });
  return { steps, ...trial };
}

describe("live mode", () => {
  it("stays open with nothing to do, until it is stopped", async () => {
    const trial = await beginWorker();
    await trial.advance(1_000_000);
    expect((await trial.now()).status).toBe("running");
    trial.handle.stop();
    expect((await trial.end()).output).toEqual([]);
  });

  it("takes one event after the other, first in first out", async () => {
    const { steps, ...trial } = await beginWorker();
    for (const id of [3, 1, 2]) await trial.handle.send(job, { id });
    await turn();
    expect(steps.open).toEqual(["job 3"]);
    await steps.succeed("job 3");
    expect(steps.open).toEqual(["job 1"]);
    await steps.succeed("job 1");
    await steps.succeed("job 2");
    trial.handle.stop();
    const run = await trial.end();
    expect(run.output).toEqual(["job 3", "job 1", "job 2"]);
    expect(run.span("work").items.map(({ path, input }) => ({ path, input }))).toEqual([
      { path: "work[0]", input: { id: 3 } },
      { path: "work[1]", input: { id: 1 } },
      { path: "work[2]", input: { id: 2 } },
    ]);
  });

  it("takes as many at once as its concurrency says; the outputs keep the order of the events", async () => {
    const { steps, ...trial } = await beginWorker({ concurrency: 2 });
    for (const id of [1, 2, 3]) await send(trial, job, { id });
    expect(steps.open).toEqual(["job 1", "job 2"]);
    await steps.succeed("job 2");
    expect(steps.open).toEqual(["job 1", "job 3"]);
    await steps.succeed("job 3");
    await steps.succeed("job 1");
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  });

  it("lets what is queued finish when it is stopped", async () => {
    const { steps, ...trial } = await beginWorker();
    for (const id of [1, 2, 3]) await send(trial, job, { id });
    trial.handle.stop();
    for (const id of [1, 2, 3]) await steps.succeed(`job ${id}`);
    expect((await trial.end()).output).toEqual(["job 1", "job 2", "job 3"]);
  });

  it("takes no further events once it was stopped, so that a sender who goes on cannot keep it open", async () => {
    const { steps, ...trial } = await beginWorker();
    await send(trial, job, { id: 1 });
    trial.handle.stop();
    await expect(trial.handle.send(job, { id: 2 })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "worker" was stopped, so it takes no event "job". Start another run.`,
    );
    await steps.succeed("job 1");
    expect((await trial.end()).output).toEqual(["job 1"]);
    await expect(trial.handle.send(job, { id: 3 })).rejects.toThrow(
      `Run "${trial.handle.runId}" of workflow "worker" is over, so it takes no event "job". Start another run.`,
    );
  });

  it("still takes the answers that its steps wait for, and what they send each other", async () => {
    const audit = defineEvent("audit", z.number());
    const trial = await begin(
      workflow("careful")
        .on("work", {
          event: job,
          params: { id: ({ event }) => event.id },
          run: async ({ id }, context) => {
            const isApproved = await context.waitFor(approval);
            context.send(audit, id);
            return isApproved;
          },
        })
        .on("audit", { event: audit, params: { id: ({ event }) => event }, run: ({ id }) => `audited ${id}` }),
      { run: { live: true } },
    );
    await send(trial, job, { id: 1 });
    trial.handle.stop();
    await send(trial, approval, true);
    const run = await trial.end();
    expect(run.span("work").output).toEqual([true]);
    expect(run.span("audit").output).toEqual(["audited 1"]);
  });

  it("does nothing on a second stop, and nothing in a run that is not live", async () => {
    const trial = await beginWorker();
    trial.handle.stop();
    trial.handle.stop();
    expect((await trial.end()).status).toBe("succeeded");
    const steps = createHeldSteps();
    const usual = await begin(workflow("usual").step("work", { run: steps.held("work") }));
    usual.handle.stop();
    await steps.succeed("work");
    expect((await usual.end()).output).toBe("work");
  });
});

describe("the mailbox of a live run", () => {
  it("holds as many events as its capacity says; a further send waits until there is room", async () => {
    const { steps, ...trial } = await beginWorker({ capacity: 2 });
    const sent: number[] = [];
    for (const id of [1, 2, 3, 4, 5]) void trial.handle.send(job, { id }).then(() => sent.push(id));
    await turn();
    expect(sent).toEqual([1, 2, 3]); // one is at work, two wait
    await steps.succeed("job 1");
    expect(sent).toEqual([1, 2, 3, 4]);
    await steps.succeed("job 2");
    expect(sent).toEqual([1, 2, 3, 4, 5]);
    trial.handle.stop();
    for (const id of [3, 4, 5]) await steps.succeed(`job ${id}`);
    expect((await trial.end()).output).toHaveLength(5);
  });

  it("refuses the senders who still wait for room when the run is stopped or cancelled", async () => {
    const { steps, ...trial } = await beginWorker({ capacity: 1 });
    for (const id of [1, 2]) await send(trial, job, { id });
    const late = trial.handle.send(job, { id: 3 });
    late.catch(() => undefined);
    trial.handle.stop();
    await expect(late).rejects.toThrow(/was stopped, so it takes no event "job"/);
    await steps.succeed("job 1");
    await steps.succeed("job 2");
    expect((await trial.end()).output).toEqual(["job 1", "job 2"]);

    const other = await beginWorker({ capacity: 1 });
    for (const id of [1, 2]) await send(other, job, { id });
    const cancelled = other.handle.send(job, { id: 3 });
    cancelled.catch(() => undefined);
    await other.cancel();
    await other.steps.fail("job 1");
    await expect(cancelled).rejects.toThrow(/is over, so it takes no event "job"/);
  });

  it("is full before the run has begun, too: its resources are still being made", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const steps = createHeldSteps();
    const worker = workflow("worker").on("work", { event: job, capacity: 1, run: steps.held("work") });
    const trial = await begin(worker, { run: { live: true, resources: { db: perRun(() => promise) } } });
    const sent: number[] = [];
    for (const id of [1, 2, 3])
      void trial.handle.send(job, { id }).then(
        () => sent.push(id),
        () => undefined,
      );
    await turn();
    expect(sent).toEqual([]);
    resolve("a database");
    await turn();
    expect(sent).toEqual([1, 2]);
    await trial.cancel();
    await steps.fail("work");
    await trial.end();
  });

  it("holds up no other event: a step at work can still get the answer that it waits for", async () => {
    const careful = workflow("careful").on("work", {
      event: job,
      capacity: 1,
      params: { id: ({ event }) => event.id },
      run: ({ id }, context) => context.waitFor(approval).then((isApproved) => `${id}: ${isApproved}`),
    });
    const trial = await begin(careful, { run: { live: true } });
    for (const id of [1, 2]) await send(trial, job, { id });
    const third = trial.handle.send(job, { id: 3 });
    expect(await outcomeOf(third)).toBe("open");
    await send(trial, approval, true);
    expect(await outcomeOf(third)).toBe(undefined);
    await send(trial, approval, false, { to: "work[1]" });
    await send(trial, approval, true);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual(["1: true", "2: false", "3: true"]);
  });

  it("checks what is sent by the schema of the event, also if only its name is given", async () => {
    const trial = await beginWorker();
    const refusal = `The data of event "job" does not match its schema: .id: Invalid input: expected number, received string.`;
    await expect(trial.handle.send(job, { id: "one" } as never)).rejects.toThrow(refusal);
    await expect(trial.handle.send("job", { id: "one" })).rejects.toThrow(refusal);
    trial.handle.stop();
    expect((await trial.end()).output).toEqual([]);
  });

  it("gives the rest back as unhandled when a job fails", async () => {
    const { steps, ...trial } = await beginWorker();
    for (const id of [1, 2, 3]) await send(trial, job, { id });
    await steps.fail("job 1");
    const run = await trial.end();
    expect(run.status).toBe("failed");
    expect(run.unhandledEvents.map(({ data }) => data)).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it("goes on after a failed job with continueOnError; its place in the output says so", async () => {
    const tolerant = workflow("tolerant").on("work", {
      event: job,
      continueOnError: true,
      params: { id: ({ event }) => event.id },
      run: ({ id }) => {
        if (id === 2) throw new Error("job 2 is broken");
        return `job ${id}`;
      },
    });
    const trial = await begin(tolerant, { run: { live: true } });
    for (const id of [1, 2, 3]) await send(trial, job, { id });
    trial.handle.stop();
    const { output } = await trial.end();
    expect(output).toMatchObject([
      { status: "succeeded", output: "job 1" },
      { status: "failed", error: { message: 'Step "work[1]" failed on attempt 1: Error: job 2 is broken.' } },
      { status: "succeeded", output: "job 3" },
    ]);
  });
});
