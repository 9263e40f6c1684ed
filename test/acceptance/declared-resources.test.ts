import { createEngine, MissingResourceError, perRun, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { goOn, journeys } from "../support/journeys.ts";
import { causeOf, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

interface Db {
  readonly name: string;
  ask(question: string): string;
}

const db = (name: string): Db => ({ name, ask: (question) => `${name}: ${question}` });
const report = workflow("report")
  .resources<{ db: Db }>()
  .resources({ style: { indent: 2, wide: false } });
const asking = report.step("ask", {
  run: (_, { resources }) => [resources.require("db").ask("who"), resources.require("style")],
});

describe("declared resources", () => {
  it("have a default that is replaced for one run, and does not merge", async () => {
    await using engine = createEngine();
    const resources = { db: db("main") };
    expect((await engine.run(asking, undefined, { resources })).output).toEqual([
      "main: who",
      { indent: 2, wide: false },
    ]);
    const run = await engine.run(asking, undefined, { resources: { ...resources, style: { indent: 4 } as never } });
    expect(run.output).toEqual(["main: who", { indent: 4 }]);
  });

  it("are overridden from the engine to the workflow to the run to the step", async () => {
    const levels = workflow("levels")
      .resources({ a: "workflow", b: "workflow", c: "workflow" })
      .step("look", {
        run: (_, { resources }) => {
          resources.set("a", "step");
          return ["a", "b", "c", "d"].map((name) => resources.get(name as "a", "none"));
        },
      })
      .step("after", { dependsOn: ["look"], run: (_, { resources }) => resources.get("a") });
    await using engine = createEngine({ resources: { a: "engine", b: "engine", c: "engine", d: "engine" } });
    const run = await engine.run(levels, undefined, { resources: { a: "run", b: "run" } });
    expect([run.span("look").output, run.output]).toEqual([["step", "run", "workflow", "engine"], "run"]);
  });

  it("that are missing do not compile, and fail in plain JavaScript by name", async () => {
    await using engine = createEngine({ resources: { dbs: 1 } });
    // @ts-expect-error db is missing
    const run = await ended(engine.run(asking));
    expect(causeOf(run, "ask")).toEqual(
      new MissingResourceError(
        "db",
        'Step "ask" of workflow "report" requires the resource "db", which is not there. There are "dbs" and "style". Give it to the run: engine.run(workflow, input, { resources: { db } }); to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
      ),
    );
  });

  it.each(journeys)("are there again behind a restart, %s", async (name, travel) => {
    const seen: string[] = [];
    const use = (_: object, { resources }: StepContext) => void seen.push((resources.require("db") as Db).name);
    const work = report
      .step("before", { run: use })
      .wait("pause", { event: goOn, dependsOn: ["before"] })
      .step("after", { run: use, dependsOn: ["pause"] });
    const run = await travel(work, {
      run: { resources: { db: db("old") } },
      resumedWith: { resources: { db: db("new") } },
    });
    expect(run.errors).toEqual([]);
    expect(seen).toEqual(name === "with a snapshot in between" ? ["old", "new"] : ["old", "old"]);
  });

  it("that are not given again are asked for by name; those of the workflow are there", async () => {
    const work = asking.wait("pause", { event: goOn });
    await using engine = createEngine();
    const handle = engine.start(work, undefined, { resources: { db: db("old") } });
    await turn();
    const snapshot = JSON.parse(JSON.stringify(await handle.snapshot()));
    expect(snapshot.resources.toSorted()).toEqual(["db", "style"]);
    await using other = createEngine({ workflows: [work] });
    expect(() => other.resume(snapshot)).toThrow(
      new MissingResourceError(
        "db",
        `Run "${handle.runId}" of workflow "report" cannot go on without the resource "db", which it began with. There is "style". Give it again: engine.resume(snapshot, { resources: { db } }), or to the engine: createEngine({ resources: { db } }).`,
      ),
    );
    const again = other.resume(snapshot, { resources: { db: db("new") } });
    await turn();
    await again.send(goOn, null);
    expect((await again.result).status).toBe("succeeded");
  });

  it("made for one run are disposed of when it ends, whatever came of it", async () => {
    const diary: string[] = [];
    const pool = perRun(({ runId }) => {
      diary.push(`open ${runId}`);
      return { ...db(runId), [Symbol.asyncDispose]: async () => void diary.push(`close ${runId}`) };
    });
    await using engine = createEngine({ resources: { db: pool } });
    const work = (name: string, run: (context: StepContext) => unknown) =>
      engine.run(workflow(name).step("only", { run: (_, context) => run(context) }), undefined, { runId: name });
    await work("good", ({ resources }) => (resources.require("db") as Db).ask("who"));
    await ended(
      work("bad", () => {
        throw new Error("no");
      }),
    );
    await work("unused", () => 1);
    expect(diary).toEqual(["open good", "close good", "open bad", "close bad", "open unused", "close unused"]);
  });
});
