import { describe, expect, it } from "vitest";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { checkResumed } from "./check-resumed.ts";
import { mergeLevels } from "./merge-levels.ts";
import { perRun } from "./per-run.ts";

const run = { runId: "r1", workflow: "report" };
const given = (resources: object) => mergeLevels({ engine: resources, workflow: {}, run: {} }, "report");

describe("a run that is resumed", () => {
  it("goes on with all that it began with, whatever it is now, and with more", () => {
    const resources = given({ db: null, log: perRun(() => 1), more: 1 });
    expect(() => checkResumed(["db", "log"], resources, run)).not.toThrow();
    expect(() => checkResumed([], given({}), run)).not.toThrow();
  });

  it("asks by name for every resource that is missing", () => {
    const check = () => checkResumed(["db", "log", "mailer"], given({ maler: 1, log: 1 }), run);
    expect(check).toThrow(
      new MissingResourceError(
        "db",
        'Run "r1" of workflow "report" cannot go on without the resources "db" and "mailer", which it began with. Did you mean "maler"? There are "maler" and "log". Give them again: engine.resume(snapshot, { resources: { db, mailer } }), or to the engine: createEngine({ resources: { db, mailer } }).',
      ),
    );
  });

  it("asks for one in the singular, though its name comes from elsewhere", () => {
    expect(() => checkResumed(["__proto__"], given({}), run)).toThrow(
      new MissingResourceError(
        "__proto__",
        'Run "r1" of workflow "report" cannot go on without the resource "__proto__", which it began with. There are none. Give it again: engine.resume(snapshot, { resources: { __proto__ } }), or to the engine: createEngine({ resources: { __proto__ } }).',
      ),
    );
  });
});
