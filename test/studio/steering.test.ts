import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { sqliteStore } from "@stepspan/sqlite";
import { defineEvent } from "stepspan";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import type { StartedAnswer } from "../../packages/studio/src/protocol.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { servedStudio } from "../support/served-studio.ts";
import { temporaryFile } from "../support/temporary-file.ts";

function heldWorkflow() {
  const steps = createHeldSteps();
  const held = workflow("held")
    .step("hold", { run: steps.held("hold") })
    .step("after", {
      dependsOn: ["hold"],
      run: steps.held("after"),
    });
  return { steps, held };
}

/** A run that is held at its first step. */
async function heldRun() {
  const { steps, held } = heldWorkflow();
  const studio = await servedStudio({ workflows: [held] });
  const handle = studio.engine.start(held, undefined, { runId: "r" });
  handle.result.catch(() => undefined);
  await vi.waitFor(() => expect(steps.open).toEqual(["hold"]));
  return { studio, steps, handle };
}

const done = { status: 200, body: {} };

describe("a run", () => {
  it("is started with an input, and goes on by itself", async () => {
    const greeting = workflow("greeting", { input: z.object({ name: z.string() }) }).step("greet", {
      params: { name: ({ input }) => input.name },
      run: ({ name }: { name: string }) => `hello, ${name}`,
    });
    const { engine, post } = await servedStudio({ workflows: [greeting] });
    const { status, body } = await post("/api/runs", { workflow: "greeting", input: { name: "you" } });
    expect(status).toBe(200);
    const { runId } = body as StartedAnswer;
    await vi.waitFor(async () => expect((await engine.runs.get(runId))?.output).toBe("hello, you"));
  });

  it("is cancelled, with a reason", async () => {
    const { studio, steps, handle } = await heldRun();
    expect(await studio.post("/api/runs/r/cancel", { reason: "not needed" })).toMatchObject(done);
    await steps.fail("hold");
    await expect(handle.result).rejects.toThrow("not needed");
    const error = 'Run "r" is over (cancelled), so it cannot be cancelled.';
    expect(await studio.post("/api/runs/r/cancel", {})).toMatchObject({ status: 409, body: { error } });
  });

  it("is paused and goes on", async () => {
    const { studio, steps, handle } = await heldRun();
    expect(await studio.post("/api/runs/r/pause", {})).toMatchObject(done);
    await vi.waitFor(async () => expect((await studio.get("/api/runs/r")).body).toMatchObject({ status: "paused" }));
    await steps.succeed("hold");
    expect(steps.open).toEqual([]);
    expect(await studio.post("/api/runs/r/resume", {})).toMatchObject(done);
    await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
    await steps.succeed("after");
    expect((await handle.result).status).toBe("succeeded");
    const paused = 'Run "r" is over (succeeded), so it cannot be paused.';
    expect(await studio.post("/api/runs/r/pause", {})).toMatchObject({ status: 409, body: { error: paused } });
    const resumed =
      'Run "r" of workflow "held" is over (succeeded), so it cannot be resumed. Start another run, or rerun it: engine.rerun("r", { from: "step" }).';
    expect(await studio.post("/api/runs/r/resume", {})).toMatchObject({ status: 409, body: { error: resumed } });
  });

  it("runs again from a step, or what failed", async () => {
    const { studio, steps, handle } = await heldRun();
    await steps.succeed("hold");
    await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
    await steps.fail("after");
    await expect(handle.result).rejects.toThrow();
    for (const body of [{ from: "after" }, { failedOnly: true }]) {
      const answer = await studio.post("/api/runs/r/rerun", body);
      expect(answer.status).toBe(200);
      await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
      await steps.succeed("after");
      const { runId } = answer.body as StartedAnswer;
      await vi.waitFor(async () =>
        expect((await studio.get(`/api/runs/${runId}`)).body).toMatchObject({
          status: "succeeded",
          rerunOf: { runId: "r" },
        }),
      );
    }
    expect(steps.calls("hold")).toHaveLength(1);
  });

  it.each([{}, { from: 1 }, { failedOnly: false }, { from: "hold", failedOnly: true }])(
    "does not run again by %j",
    async (body) => {
      const { studio } = await heldRun();
      const error = 'The body does not say what is to run again. Send { "from": "step" } or { "failedOnly": true }.';
      expect(await studio.post("/api/runs/r/rerun", body)).toMatchObject({ status: 400, body: { error } });
    },
  );

  it("says why it does not run again", async () => {
    const { studio, steps, handle } = await heldRun();
    expect(await studio.post("/api/runs/r/rerun", { failedOnly: true })).toMatchObject({ status: 409 });
    await steps.succeed("hold");
    await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
    await steps.succeed("after");
    await handle.result;
    const { status, body } = await studio.post("/api/runs/r/rerun", { from: "before" });
    expect([status, body]).toEqual([409, { error: expect.stringContaining('"before"') }]);
  });

  it("takes an event that a step waits for, checked by its schema", async () => {
    const verdict = defineEvent("verdict", z.object({ isFine: z.boolean() }));
    const judged = workflow("judged").wait("judge", { event: verdict });
    const { engine, post } = await servedStudio({ workflows: [judged] });
    const handle = engine.start(judged, undefined, { runId: "r" });
    await vi.waitFor(() => expect(handle.waits).toHaveLength(1));
    expect(await post("/api/runs/r/events", { event: "verdict", data: { isFine: "yes" } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: ".isFine", message: "Invalid input: expected boolean, received string" }] },
    });
    expect(await post("/api/runs/r/events", { event: "verdict", data: { isFine: true }, to: "nobody" })).toMatchObject({
      status: 409,
    });
    expect(await post("/api/runs/r/events", { data: {} })).toMatchObject({
      status: 400,
      body: { error: 'The body has no text as "event". Send one.' },
    });
    expect(await post("/api/runs/r/events", { event: "verdict", data: { isFine: true }, to: "judge" })).toMatchObject(
      done,
    );
    expect((await handle.result).output).toEqual({ isFine: true });
    expect((await post("/api/runs/r/events", { event: "verdict", data: { isFine: true } })).status).toBe(409);
  });

  it.each(["cancel", "pause", "resume"])("that is not there: %s", async (act) => {
    const { post } = await servedStudio();
    const error = 'There is no run "none" in the store. The list of runs shows those that are kept.';
    expect(await post(`/api/runs/none/${act}`, {})).toMatchObject({ status: 404, body: { error } });
  });
});

describe("a run that this process does not have", () => {
  /** Two engines over one file; the server has the first. */
  async function twoEngines() {
    const path = temporaryFile();
    const [here, there] = [sqliteStore(path), sqliteStore(path)];
    const { steps, held } = heldWorkflow();
    const studio = await servedStudio({ store: here, workflows: [held] });
    const other = createEngine({ store: there, workflows: [held], gracePeriod: 1 });
    onTestFinished(async () => {
      await other.close();
      here.close();
      there.close();
    });
    const handle = other.start(held, undefined, { runId: "r" });
    handle.result.catch(() => undefined);
    await vi.waitFor(() => expect(steps.open).toEqual(["hold"]));
    return { studio, steps, other, handle };
  }

  it("is neither cancelled, paused nor resumed here while another engine has it", async () => {
    const { studio, steps, handle } = await twoEngines();
    const open =
      'Run "r" of workflow "held" is open in another engine, so it cannot be resumed in this one. Wait until that engine is closed, or its process has ended and its lease is over.';
    for (const act of ["cancel", "resume"]) {
      expect(await studio.post(`/api/runs/r/${act}`, {})).toMatchObject({ status: 409, body: { error: open } });
    }
    const notHere =
      'Run "r" is running, and not open in this process, so it cannot be paused here. Pause it in the process that has it, or resume it here first.';
    expect(await studio.post("/api/runs/r/pause", {})).toMatchObject({ status: 409, body: { error: notHere } });
    await steps.succeed("hold");
    await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
    await steps.succeed("after");
    expect((await handle.result).status).toBe("succeeded");
  });

  it("is cancelled without that anything of it starts, once its engine is closed", async () => {
    const { studio, steps, other, handle } = await twoEngines();
    void handle.pause();
    await steps.succeed("hold");
    await other.close({ runs: "leave" });
    expect((await studio.get("/api/runs/r")).body).toMatchObject({ status: "paused", isOpenHere: false });
    expect(await studio.post("/api/runs/r/cancel", {})).toMatchObject(done);
    await vi.waitFor(async () => expect((await studio.get("/api/runs/r")).body).toMatchObject({ status: "cancelled" }));
    expect(steps.calls("after")).toEqual([]);
  });

  it("goes on here, once its engine is closed", async () => {
    const { studio, steps, other, handle } = await twoEngines();
    void handle.pause();
    await steps.succeed("hold");
    await other.close({ runs: "leave" });
    expect(await studio.post("/api/runs/r/resume", {})).toMatchObject(done);
    await vi.waitFor(() => expect(steps.open).toEqual(["after"]));
    expect((await studio.get("/api/runs/r")).body).toMatchObject({ status: "running", isOpenHere: true });
    await steps.succeed("after");
  });
});
