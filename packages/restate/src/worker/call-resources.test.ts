import { MissingResourceError, perRun, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { callsOf } from "../../../../test/restate/support/called-steps.ts";

describe("the resources of a call", () => {
  it("are those of the process, and of the workflow before them", async () => {
    const call = callsOf(
      workflow("report")
        .resources({ log: "of the workflow" })
        .step("look", { run: (_: object, { resources }) => [resources.require("db" as never), resources.get("log")] }),
      { resources: { db: "of the process", log: "of the process" } },
    );
    expect(await call("look").output).toEqual(["of the process", "of the workflow"]);
  });

  it("that are made per run are made for the call, and disposed of after it", async () => {
    const told: string[] = [];
    const disposed = Promise.withResolvers<void>();
    const db = perRun(async ({ runId, workflow, parentRunId, metadata }) => {
      told.push(`made for ${runId} ${workflow} ${parentRunId} ${JSON.stringify(metadata)}`);
      return {
        async [Symbol.asyncDispose]() {
          told.push("disposed");
          disposed.resolve();
        },
      };
    });
    const call = callsOf(
      workflow("report").step("look", {
        run: (_: object, { resources }) => {
          told.push("called");
          return typeof resources.require("db" as never);
        },
      }),
      { resources: { db } },
    );
    expect(await call("look").output).toBe("object");
    await disposed.promise;
    expect(told).toEqual(["made for run-1 report null {}", "called", "disposed"]);
  });

  it("of a child run are those that its step captures, beside those of the process", async () => {
    const inner = workflow("inner")
      .resources({ own: "own" })
      .step("look", {
        run: (_: object, { resources }) => ["theirs", "own", "all", "mine"].map((name) => resources.get(name as never)),
      });
    const outer = workflow("outer")
      .resources({ mine: "mine" })
      .subflow("below", { workflow: inner, capture: { resources: { theirs: "mine" } } } as never);
    const call = callsOf(outer, { resources: { all: "all" } });
    expect(await call("below/look").output).toEqual(["mine", "own", "all", undefined]);
  });

  it("that are missing fail the step that asks", async () => {
    const call = callsOf(
      workflow("report").step("look", { run: (_: object, { resources }) => resources.require("db" as never) }),
    );
    const error = await call("look").error;
    expect(error.cause).toBeInstanceOf(MissingResourceError);
    expect(error.message).toContain('Step "look" of workflow "report" requires the resource "db", which is not there.');
  });

  it("that cannot be made fail the step", async () => {
    const db = perRun(() => {
      throw new Error("no network");
    });
    const call = callsOf(workflow("report").step("look", { run: () => 1 }), { resources: { db } });
    expect((await call("look").error).message).toContain(
      'Resource "db" could not be made for run "run-1" of workflow "report": Error: no network.',
    );
  });
});
