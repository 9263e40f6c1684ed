import { createEngine, defineEvent, type RunSnapshot, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { begin, resumeElsewhere, send, snapshotText } from "../support/replayed-trial.ts";

const answer = defineEvent("answer");

function approval(options: { readonly version?: string } = {}) {
  return workflow("approval", options)
    .step("draft", { run: () => "a draft" })
    .wait("ask", { event: answer, dependsOn: ["draft"] });
}

async function snapshotOf(built = approval()): Promise<RunSnapshot> {
  const trial = await begin(built, { run: { runId: "run-1" } });
  return trial.handle.snapshot();
}

describe("engine.resume", () => {
  it("finds the workflow by its name, among those of the engine and those that it has run", async () => {
    const snapshot = await snapshotOf();
    const engine = createEngine({ workflows: [approval()] });
    const handle = engine.resume(snapshot);
    await handle.send(answer, "yes");
    expect((await handle.result).output).toBe("yes");
  });

  it("refuses a workflow that it does not know, and says where to give it", async () => {
    const snapshot = await snapshotOf();
    expect(() => createEngine().resume(snapshot)).toThrow(
      'Run "run-1" is one of workflow "approval", which the engine does not know. Give it to the engine: createEngine({ workflows: [workflow] }), or to resume: engine.resume(snapshot, { workflow }).',
    );
  });

  it("refuses another workflow, and another version of it", async () => {
    const engine = createEngine();
    const snapshot = await snapshotOf();
    const wayOut = "Resume it with the workflow with which it was started.";
    expect(() => engine.resume(snapshot, { workflow: workflow("refund").step("draft", { run: () => 1 }) })).toThrow(
      `Run "run-1" was started with workflow "approval" without a version, and would be resumed with "refund" without a version. ${wayOut}`,
    );
    expect(() => engine.resume(snapshot, { workflow: approval({ version: "2" }) })).toThrow(
      `Run "run-1" was started with workflow "approval" without a version, and would be resumed with "approval" version "2". ${wayOut}`,
    );
    const versioned = await snapshotOf(approval({ version: "1" }));
    expect(() => engine.resume(versioned, { workflow: approval({ version: "2" }) })).toThrow(
      `Run "run-1" was started with workflow "approval" version "1", and would be resumed with "approval" version "2". ${wayOut}`,
    );
  });

  it("refuses a workflow that lost a step which had begun", async () => {
    const snapshot = await snapshotOf();
    const changed = workflow("approval")
      .step("sketch", { run: () => 1 })
      .wait("ask", { event: answer });
    expect(() => createEngine().resume(snapshot, { workflow: changed })).toThrow(
      [
        'Run "run-1" cannot go on with workflow "approval", of which parts were changed that had begun:',
        '- Step "draft" was removed. Step "sketch", which was added, is written in the same way: was it renamed?',
        '- Step "ask" was changed: its dependsOn no longer names "draft".',
        "Resume it with the workflow with which it was started: keep that one for the runs that are open, and give the changed one another version. Or start another run.",
      ].join("\n"),
    );
  });

  it("refuses what is no snapshot", async () => {
    const engine = createEngine();
    const snapshot = await snapshotOf();
    const refusal = (shown: string) =>
      `engine.resume got ${shown}, which is no snapshot of a run that this release reads. Give what handle.snapshot() gave.`;
    expect(() => engine.resume(null as never)).toThrow(refusal("null"));
    expect(() => engine.resume(5 as never)).toThrow(refusal("5"));
    expect(() => engine.resume({ ...snapshot, version: 2 } as never)).toThrow(
      /is no snapshot of a run that this release reads/,
    );
  });

  it("refuses a snapshot whose events do not begin with the start of that run", async () => {
    const snapshot = await snapshotOf();
    expect(() => createEngine().resume({ ...snapshot, runId: "run-2" }, { workflow: approval() })).toThrow(
      'The snapshot of run "run-2" does not begin with the start of that run. Give what handle.snapshot() gave, unchanged.',
    );
    expect(() => createEngine().resume({ ...snapshot, events: [] }, { workflow: approval() })).toThrow(
      'The snapshot of run "run-1" does not begin with the start of that run. Give what handle.snapshot() gave, unchanged.',
    );
  });

  it("refuses the snapshot of a run that is over", async () => {
    const trial = await begin(workflow("quick").step("only", { run: () => 1 }), { run: { runId: "run-1" } });
    await trial.end();
    const snapshot = await trial.handle.snapshot();
    expect(() => trial.engine.resume(snapshot)).toThrow(
      'Run "run-1" of workflow "quick" is over (succeeded), so it cannot be resumed. Start another run.',
    );
  });

  it("refuses a run that is open in the same engine: its handle resumes it", async () => {
    const trial = await begin(approval(), { run: { runId: "run-1" } });
    const snapshot = await trial.handle.snapshot();
    expect(() => trial.engine.resume(snapshot)).toThrow(
      'Run "run-1" is open in this engine, so it cannot be resumed from a snapshot. Call resume() of its handle.',
    );
    await trial.cancel();
    await trial.end();
  });

  it("refuses a run that went on after its snapshot was taken, where the store knows that", async () => {
    const trial = await begin(approval(), { run: { runId: "run-1" } });
    const snapshot = await trial.handle.snapshot();
    trial.handle.resume();
    await send(trial, answer, "yes");
    const { events } = trial;
    await trial.end();
    await expect(trial.engine.resume(snapshot).result).rejects.toThrow(
      `The store has ${events.length} events of run "run-1", and the snapshot only ${snapshot.events.length}: the run went on after the snapshot was taken. Take another snapshot, or resume in an engine with a store of its own.`,
    );
  });

  it("refuses options that it does not know, or that make no sense", async () => {
    const snapshot = await snapshotOf();
    expect(() => createEngine().resume(snapshot, { workflows: [approval()] } as never)).toThrow(
      'engine.resume got the unknown option "workflows". Its options are workflow, resources, signal, concurrency, schedule.',
    );
    expect(() => createEngine().resume(snapshot, { workflow: approval(), concurrency: 0 })).toThrow(
      "engine.resume got the concurrency 0. Give a whole number of at least 1, or Infinity.",
    );
  });

  it("refuses to go on in an engine that was closed", async () => {
    const engine = createEngine();
    await engine.close();
    expect(() => engine.resume({} as never, { workflow: approval() })).toThrow(
      'The engine was closed, so it cannot run workflow "approval". Create another engine.',
    );
  });

  it("asks by name for the resources that the run had", async () => {
    const mailing = () =>
      workflow("mailing")
        .resources<{ db: string; mail: string }>()
        .wait("ask", { event: answer })
        .step("send", {
          dependsOn: ["ask"],
          run: (_params, context) => `${context.resources.require("db")} ${context.resources.get("mail")}`,
        });
    const here = await begin(mailing(), { run: { runId: "run-1", resources: { db: "old db", mail: "old mail" } } });
    const text = await snapshotText(here.handle);
    expect(text).not.toContain("old db");
    expect(JSON.parse(text)).toMatchObject({ resources: ["db", "mail"] });
    await expect(
      resumeElsewhere(here, text, mailing(), { resume: { resources: { mail: "new mail" } } }),
    ).rejects.toThrow('Run "run-1" of workflow "mailing" cannot go on without the resource "db", which it began with.');
    const there = await resumeElsewhere(here, text, mailing(), {
      engine: { resources: { db: "new db" } },
      resume: { resources: { mail: "new mail" } },
    });
    await send(there, answer, "go");
    expect((await there.end()).output).toBe("new db new mail");
  });
});

describe("the text of a snapshot", () => {
  it("goes on in a second engine under the same id, while the first one still has its paused run", async () => {
    const here = await begin(approval(), { run: { runId: "run-1" } });
    const there = await resumeElsewhere(here, await snapshotText(here.handle), approval());
    await send(there, answer, "yes");
    expect((await there.end()).runId).toBe("run-1");
    expect((await here.now()).status).toBe("paused");
    await here.cancel();
    await here.end();
  });
});
