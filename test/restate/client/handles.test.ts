import { DefinitionError, defineEvent, InputError, type RunHandle, workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { heard } from "../support/heard.ts";
import { observed, reached } from "../support/observed.ts";
import { engineOf, servedHere, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const approved = defineEvent("approved", z.object({ by: z.string().trim() }));
const noted = defineEvent("noted", z.number());

/** Waits for an approval between two steps. */
const approval = (name: string) =>
  workflow(name)
    .step("draft", { run: () => "draft" })
    .wait("approval", { event: approved, when: ({ stepSpan }) => stepSpan("draft").output === "draft" })
    .step("send", {
      params: { by: ({ stepSpan }) => stepSpan("approval", { default: null })?.output?.by ?? "nobody" },
      run: ({ by }: { by: string }) => `sent by ${by}`,
    });

const listening = (name: string) =>
  workflow(name).on("notes", { event: noted, params: { note: ({ event }) => event }, run: ({ note }: { note: number }) => note * 10 }); // biome-ignore format: short

/** A run that has come to its wait. */
async function waitingRun() {
  const flow = approval(uniqueName("approval"));
  const engine = await servedHere({ workflows: [flow] });
  const handle: RunHandle = engine.start(flow);
  await reached(handle, "approval", "wait-started");
  return { flow, engine, handle };
}

describe("the handle of a run in Restate", () => {
  it("gives the events from the first one on, and ends with the run", async () => {
    const { handle } = await waitingRun();
    const first = heard(handle);
    await handle.send(approved, { by: "ada" });
    const again = heard(handle);
    const expected = [
      ...["run-started", "step-queued", "attempt-started", "step-succeeded", "wait-started", "event-sent"],
      ...["wait-ended", "step-succeeded", "step-queued", "attempt-started", "step-succeeded", "run-finished"],
    ];
    expect(await first).toEqual(expected);
    expect(await again).toEqual(expected);
    expect((await handle.result).output).toBe("sent by ada");
    expect(await heard(handle)).toEqual(expected);
  });

  it("says what the run waits for", async () => {
    const { handle } = await waitingRun();
    expect(handle.waits).toEqual([{ path: "approval", wait: 1, event: "approved", startedAt: expect.any(Number), dueAt: null }]); // biome-ignore format: one line
    handle.cancel();
    await handle.result.catch(() => undefined);
    expect(handle.waits).toEqual([]);
  });

  it("says it to those who only ask again and again", async () => {
    const { engine, handle } = await waitingRun();
    const other = engineOf(await sharedServer());
    const same = await other.resume(handle.runId);
    await expect.poll(() => same.waits.map(({ path }) => path)).toEqual(["approval"]);
    expect(engine.handle(handle.runId)).toBe(handle);
    handle.cancel();
  });

  it("sends events by their definition, or by the name that the workflow has for it", async () => {
    const { handle } = await waitingRun();
    const refused = handle.send("approved", { by: 7 });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      'The data of event "approved" does not match its schema: .by: Invalid input: expected string, received number.',
    );
    await handle.send("approved", { by: " grace " }, { to: "approval" });
    expect((await handle.result).output).toBe("sent by grace");
  });

  it("says why an event was not taken", async () => {
    const { flow, handle } = await waitingRun();
    const run = `Run ${JSON.stringify(handle.runId)} of workflow "${flow.name}"`;
    await expect(handle.send(approved, { by: "ada" }, { to: "draft" })).rejects.toThrow(
      new DefinitionError(
        `${run} has no step at "draft" that waits for event "approved": it does not wait yet, or was answered before. Waiting for it: "approval".`,
      ),
    );
    await expect(handle.send(approved, { by: "ada" }, { from: "x" } as object)).rejects.toThrow(
      `The event sent to run ${JSON.stringify(handle.runId)} got the unknown option "from".`,
    );
    await handle.send(approved, { by: "ada" });
    await handle.result;
    await expect(handle.send(approved, { by: "ada" })).rejects.toThrow(
      new DefinitionError(`${run} is over, so it takes no event "approved". Start another run.`),
    );
  });

  it("sends events in the order of the calls", async () => {
    const flow = listening(uniqueName("listening"));
    const engine = await servedHere({ workflows: [flow] });
    const handle = engine.start(flow, undefined, { live: true });
    await Promise.all(Array.from({ length: 10 }, (_none, note) => handle.send(noted, note)));
    handle.stop();
    expect((await handle.result).output).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it("pauses a run and goes on with it", async () => {
    const { engine, handle } = await waitingRun();
    await handle.pause();
    expect(await engine.runs.list({ status: "paused", workflow: (await engine.runs.get(handle.runId))!.workflow })).toMatchObject([{ runId: handle.runId }]); // biome-ignore format: one line
    await handle.send(approved, { by: "ada" });
    handle.resume();
    expect((await handle.result).output).toBe("sent by ada");
    await handle.pause(); // does nothing any more
  });

  it("takes a snapshot, which the local engine can go on with", async () => {
    const { flow, engine, handle } = await waitingRun();
    const snapshot = await handle.snapshot();
    expect(snapshot).toMatchObject({ format: "stepspan-run", version: 1, runId: handle.runId, workflow: flow.name });
    const { createEngine } = await import("stepspan");
    const local = createEngine();
    onTestFinished(() => local.close());
    const resumed = local.resume(snapshot, { workflow: flow });
    await resumed.send(approved, { by: "eve" });
    expect((await resumed.result).output).toBe("sent by eve");
    expect(() => engine.resume(snapshot)).toThrow(
      new DefinitionError(
        `Run ${JSON.stringify(handle.runId)} cannot be resumed from a snapshot in Restate, which keeps its runs itself. Go on with it by its id: await engine.resume(runId); or resume the snapshot with createEngine.`,
      ),
    );
    handle.cancel();
  });

  it("cancels with any reason, and does nothing once the run is over", async () => {
    const { flow, handle } = await waitingRun();
    handle.cancel({ hook: () => "cannot be sent" });
    await expect(handle.result).rejects.toThrow(`The run of workflow "${flow.name}" was cancelled`);
    handle.cancel();
    handle.resume();
    handle.stop();
  });

  it("is given for a run that another process has started", async () => {
    const { flow, handle } = await waitingRun();
    const other = engineOf(await sharedServer());
    expect(other.handle(handle.runId)).toBeUndefined();
    await handle.pause();
    const same = await other.resume(handle.runId, { workflow: flow });
    expect(other.handle(handle.runId)).toBe(same);
    await observed(same, ({ type }) => type === "run-resumed");
    await other.send(handle.runId, "approved", { by: "ada" });
    expect((await same.result).output).toBe("sent by ada");
    expect((await handle.result).output).toBe("sent by ada");
    expect(other.handle(handle.runId)).toBeUndefined();
  });

  it("is refused for runs that are over, and for those that never were", async () => {
    const { flow, engine, handle } = await waitingRun();
    await handle.send(approved, { by: "ada" });
    await handle.result;
    const id = JSON.stringify(handle.runId);
    await expect(engine.resume(handle.runId)).rejects.toThrow(
      `Run ${id} of workflow "${flow.name}" is over (succeeded), so it cannot be resumed. Start another run, or rerun it: engine.rerun(${id}, { from: "step" }).`,
    );
    await expect(engine.resume("never 'was'")).rejects.toThrow(
      `The store has no run "never 'was'", so it cannot be resumed.`,
    );
    await expect(engine.send("never 'was'", approved, { by: "ada" })).rejects.toThrow(
      `The engine has no open run "never 'was'" to send an event to. Send it before the run is over.`,
    );
    expect(() => engine.resume(handle.runId, { resources: {} })).toThrow(
      "engine.resume got resources, and a run in Restate goes on where it is, with what it was started with. Leave resources out.",
    );
  });
});
