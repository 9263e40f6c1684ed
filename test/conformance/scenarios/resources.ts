import { type Live, live, perRun, type Resources, workflow } from "stepspan";
import { expect } from "vitest";
import { needs, theme } from "../theme.ts";

/** Cannot be copied. */
class Database {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  ask(question: string): string {
    return `${this.#name}: ${question}`;
  }
}

export const resources = theme("a resource", {
  "of the engine reaches the steps as the object that it is": async ({ named, run }) => {
    const db = new Database("main");
    const asking = workflow(named("asking"))
      .resources<{ db: Database }>()
      .step("ask", {
        run: (_params, { resources }) => [resources.require("db").ask("who"), resources.require("db") === db],
      });
    const done = await run(asking as never, { engine: { resources: { db } } });
    expect(done.output).toEqual(["main: who", true]);
  },

  "of the workflow is a default, which that of the engine does not replace; a step can": async ({ named, run }) => {
    const levels = workflow(named("levels"))
      .resources({ a: "workflow", b: "workflow" })
      .step("look", {
        run: (_params, { resources }) => {
          resources.set("a", "step");
          return ["a", "b", "c", "d"].map((name) => (resources as unknown as Resources).get(name, "none"));
        },
      })
      .step("after", { dependsOn: ["look"], run: (_params, { resources }) => resources.get("a") });
    const done = await run(levels, { engine: { resources: { b: "engine", c: "engine" } } });
    expect(done.span("look").output).toEqual(["step", "workflow", "engine", "none"]);
    expect(done.output).toBe("workflow");
  },

  "that is missing fails the step that requires it, by name": async ({ named, run }) => {
    const asking = workflow(named("asking")).step("ask", { run: (_params, { resources }) => resources.require("db") });
    const failed = await run(asking, { engine: { resources: { logger: {} } } });
    expect(failed.errors[0]?.cause).toMatchObject({
      name: "MissingResourceError",
      code: "MISSING_RESOURCE",
      resource: "db",
    });
    expect(failed.errors[0]?.message).toMatch(/requires the resource "db", which is not there\. There is "logger"\. /);
  },

  "is captured by a child under its name, or another one; the others are not there": async ({ named, run }) => {
    const db = new Database("main");
    const child = workflow(named("child"))
      .resources<{ store: Database }>()
      .step("ask", {
        run: (_params, { resources }) => [
          resources.require("store").ask("who"),
          (resources as unknown as Resources).get("logger", "none"),
        ],
      });
    const parent = workflow(named("parent"))
      .resources({ db, logger: {} })
      .subflow("inner", { workflow: child, capture: { resources: { store: "db" } } });
    const done = await run(parent);
    expect(done.errors).toEqual([]);
    expect(done.output).toEqual(["main: who", "none"]);
  },

  "is made where it is needed by a factory, and disposed of afterwards": async ({ named, run }) => {
    const diary: string[] = [];
    const db = perRun(({ runId }) => {
      diary.push(`open ${runId}`);
      return Object.assign(new Database(runId), {
        [Symbol.asyncDispose]: async () => void diary.push(`close ${runId}`),
      });
    });
    const asking = workflow(named("asking")).step("ask", {
      run: (_params, { resources }) => {
        diary.push("ask");
        return (resources.require("db") as Database).ask("who");
      },
    });
    const done = await run(asking, { engine: { resources: { db } } });
    expect(done.output).toBe(`${done.runId}: who`);
    await expect.poll(() => diary).toEqual([`open ${done.runId}`, "ask", `close ${done.runId}`]);
  },

  "of one run reaches that run alone": needs("run-resources", async ({ named, open }) => {
    const asking = workflow(named("asking")).step("ask", {
      run: (_params, { resources }) => resources.get("db", "none"),
    });
    const engine = await open({ workflows: [asking], resources: { db: "engine" } });
    expect((await engine.run(asking, undefined, { resources: { db: "run" } })).output).toBe("run");
    expect((await engine.run(asking)).output).toBe("engine");
  }),

  "never becomes a part of the run: only its name does": async ({ named, start }) => {
    const asking = workflow(named("asking")).step("ask", { run: () => 1 });
    const trial = await start(asking, { engine: { resources: { key: "canary-4711" } } });
    await trial.end();
    const text = JSON.stringify(await trial.journal());
    expect(text).not.toContain("canary-4711");
  },
});

export const liveValues = theme("a live value", {
  "goes from step to step as the object that it is, and is recorded as a label": needs(
    "live-values",
    async ({ named, run }) => {
      const connecting = workflow(named("connecting"))
        .step("connect", { run: () => live(new Database("main"), "the database") })
        .step("ask", {
          params: { db: ({ stepSpan }) => stepSpan("connect").output },
          run: ({ db }) => (db as Live<Database>).value.ask("who"),
        });
      const done = await run(connecting);
      expect(done.output).toBe("main: who");
      expect(JSON.stringify(done.span("connect"))).toContain('"output":"[live the database]"');
    },
  ),
});
