import { describe, expect, it } from "vitest";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { capturedResources } from "./captured-resources.ts";
import { disposable, factsOf, openNow } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";

const bill = { step: "bill", workflow: "order" };

describe("captured resources", () => {
  it("are the very objects of the parent, under the names of the child", () => {
    const db = { query: () => 1 };
    const parent = openNow({ engine: { db, none: null, other: 1 } });
    const captured = capturedResources(
      parent,
      new Map([
        ["database", "db"],
        ["none", "none"],
      ]),
      bill,
    );
    expect(captured.database).toBe(db);
    expect(Object.keys(captured)).toEqual(["database", "none"]);
  });

  it("replace those of the engine and of the child's workflow, and are the parent's to dispose of", async () => {
    const diary: string[] = [];
    const parent = openNow({ engine: { db: perRun(({ runId }) => disposable(`db of ${runId}`, diary)) } });
    const child = openNow(
      {
        engine: { db: perRun(({ runId }) => disposable(`db of ${runId}`, diary)), log: perRun(() => "log") },
        workflow: { db: "default" },
        run: capturedResources(parent, new Map([["db", "db"]]), bill),
      },
      factsOf({ runId: "r2", parentRunId: "r1" }),
    );
    expect(child.byName.get("db")).toBe(parent.byName.get("db"));
    await child.close();
    expect(diary).toEqual([]);
    await parent.close();
    expect(diary).toEqual(["dispose db of r1"]);
  });

  it("have to be there", () => {
    const parent = openNow({ engine: { dbs: 1 } });
    expect(() => capturedResources(parent, new Map([["db", "db"]]), bill)).toThrow(
      new MissingResourceError(
        "db",
        'Step "bill" of workflow "order" captures for its sub-workflow the resource "db", which is not there. There is "dbs". Give it to the run: engine.run(workflow, input, { resources: { db } }); to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
      ),
    );
    expect(() => capturedResources(parent, new Map([["database", "toString"]]), bill)).toThrow(
      'Step "bill" of workflow "order" captures for its sub-workflow, as "database", the resource "toString", which is not there.',
    );
  });
});
