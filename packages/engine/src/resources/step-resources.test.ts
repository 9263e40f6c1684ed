import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trials } from "../../../../test/support/random-trials.ts";
import type { Resources } from "../context/resources.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { factsOf, openNow } from "./fixtures/opening.ts";
import { perRun } from "./per-run.ts";
import { createStepResources, type StepResources } from "./step-resources.ts";

const save = { step: "save", workflow: "report" };

function resourcesOf(engine: Readonly<Record<string, unknown>>) {
  return createStepResources(openNow({ engine }), save).resources;
}

describe("context.resources", () => {
  it("gives the resources of the run, by identity", () => {
    const db = { query: () => 1 };
    const resources = resourcesOf({ db, log: perRun(() => "log") });
    expect(resources.get("db")).toBe(db);
    expect(resources.require("db")).toBe(db);
    expect(resources.require("log")).toBe("log");
    expect(resources.get("cache")).toBeUndefined();
    expect(resources.get("cache", 5)).toBe(5);
    expect(resources.get("toString")).toBeUndefined();
  });

  it("finds null, undefined and false, which are there", () => {
    const resources = resourcesOf({ a: null, b: undefined, c: false });
    expect(["a", "b", "c"].map((name) => resources.get(name, "missing"))).toEqual([null, undefined, false]);
    expect(["a", "b", "c"].map((name) => resources.require(name))).toEqual([null, undefined, false]);
    resources.set("d", undefined);
    expect(resources.get("d", "missing")).toBeUndefined();
  });

  it("keeps what a step sets and deletes from other steps, and from the next attempt", () => {
    const run = openNow({ engine: { db: "db", log: "log" } });
    const first = createStepResources(run, save).resources;
    first.set("db", "other db");
    first.set("cache", "cache");
    expect(first.delete("log")).toBe(true);
    expect(first.delete("log")).toBe(false);
    expect(first.delete("unknown")).toBe(false);
    expect([first.get("db"), first.get("cache"), first.get("log")]).toEqual(["other db", "cache", undefined]);
    const retry = createStepResources(run, save).resources;
    expect([retry.get("db"), retry.get("cache"), retry.get("log")]).toEqual(["db", undefined, "log"]);
    expect([...run.byName.keys()]).toEqual(["db", "log"]);
  });

  it("has methods that work without it", () => {
    const { get, set } = resourcesOf({ db: "db" });
    set("log", "log");
    expect([get("db"), get("log")]).toEqual(["db", "log"]);
  });

  it("gives a fork a copy of what was changed so far", () => {
    const step = createStepResources(openNow({ engine: { db: "db" } }), save);
    step.resources.set("a", 1);
    const fork = step.fork();
    step.resources.set("a", 2);
    fork.resources.delete("db");
    fork.fork().resources.set("a", 3);
    expect([step.resources.get("a"), step.resources.get("db")]).toEqual([2, "db"]);
    expect([fork.resources.get("a"), fork.resources.get("db")]).toEqual([1, undefined]);
  });
});

describe("a resource that a step requires and that is missing", () => {
  const messageOf = (require: () => unknown): string => {
    try {
      require();
    } catch (error) {
      if (error instanceof MissingResourceError) return error.message;
    }
    throw new Error("The test expected a missing resource.");
  };

  it("is named, with those that are there and the ways to give it", () => {
    const resources = resourcesOf({ log: 1, bd: 1, cache: 1 });
    expect(() => resources.require("db")).toThrow(
      expect.objectContaining({ resource: "db", code: "MISSING_RESOURCE" }),
    );
    resources.delete("cache");
    expect(messageOf(() => resources.require("bdd"))).toBe(
      'Step "save" of workflow "report" requires the resource "bdd", which is not there. Did you mean "bd"? There are "log" and "bd". Give it to the run: engine.run(workflow, input, { resources: { bdd } }); to the engine: createEngine({ resources: { bdd } }); or as a default to the workflow: .resources({ bdd }).',
    );
  });

  it("may be the only one", () => {
    expect(messageOf(() => resourcesOf({}).require("my db"))).toBe(
      'Step "save" of workflow "report" requires the resource "my db", which is not there. There are none. Give it to the run: engine.run(workflow, input, { resources: { "my db": … } }); to the engine: createEngine({ resources: { "my db": … } }); or as a default to the workflow: .resources({ "my db": … }).',
    );
  });

  it("is to be captured in a child run", () => {
    const run = openNow({ engine: { log: 1 } }, factsOf({ parentRunId: "r0" }));
    expect(messageOf(() => createStepResources(run, save).resources.require("db"))).toBe(
      'Step "save" of workflow "report" requires the resource "db", which is not there. There is "log". Capture it from the parent: capture: { resources: ["db"] }; give it to the engine: createEngine({ resources: { db } }); or as a default to the workflow: .resources({ db }).',
    );
  });

  it("may have been deleted by the step", () => {
    const resources = resourcesOf({ db: 1 });
    resources.delete("db");
    expect(messageOf(() => resources.require("db"))).toBe(
      'Step "save" of workflow "report" requires the resource "db", which it has deleted itself. Set it again, or do not delete it.',
    );
  });

  it("is told apart from twenty at most", () => {
    const many = Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`r${index}`, index]));
    expect(messageOf(() => resourcesOf(many).require("database"))).toContain('"r18", "r19" and 3 more. Give it');
  });
});

describe("a name that is none", () => {
  it.each<[string, (resources: Resources, name: string) => unknown]>([
    ["get", (resources, name) => resources.get(name)],
    ["require", (resources, name) => resources.require(name)],
    ["set", (resources, name) => resources.set(name, 1)],
    ["delete", (resources, name) => resources.delete(name)],
  ])("is refused by %s", (_, use) => {
    const resources = resourcesOf({ db: 1 });
    for (const name of ["__proto__", "constructor", "prototype", ""]) {
      expect(() => use(resources, name)).toThrow(
        new DefinitionError(
          `Step "save" of workflow "report" got "${name}" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.`,
        ),
      );
    }
  });
});

describe("a perRun in a step", () => {
  it("is refused", () => {
    const resources = resourcesOf({});
    expect(() =>
      resources.set(
        "db",
        perRun(() => 1),
      ),
    ).toThrow(
      new DefinitionError(
        'Step "save" of workflow "report" sets the resource "db" to what perRun gives, which is made when a run begins. Set the object itself, or give the perRun to the engine, the workflow or the run.',
      ),
    );
    expect(resources.get("db")).toBeUndefined();
  });
});

describe("any use of resources and their forks", () => {
  it("gives what whole copies would give", () => {
    const name = fc.constantFrom("a", "b", "c", "d");
    const resource = fc.constantFrom(null, undefined, false, 0, "x", "y");
    const use = fc.oneof(
      fc.record({ kind: fc.constant("set" as const), target: fc.nat(4), name, resource }),
      fc.record({ kind: fc.constant("delete" as const), target: fc.nat(4), name }),
      fc.record({ kind: fc.constant("fork" as const), target: fc.nat(4) }),
    );
    const property = fc.property(fc.dictionary(name, resource), fc.array(use, { maxLength: 30 }), (engine, uses) => {
      const given = { ...engine };
      const forks: StepResources[] = [createStepResources(openNow({ engine: given }), save)];
      const copies: Map<string, unknown>[] = [new Map(Object.entries(given))];
      for (const used of uses) {
        const index = used.target % forks.length;
        const fork = forks[index]!;
        const copy = copies[index]!;
        if (used.kind === "fork") {
          forks.push(fork.fork());
          copies.push(new Map(copy));
        } else if (used.kind === "set") {
          fork.resources.set(used.name, used.resource);
          copy.set(used.name, used.resource);
        } else expect(fork.resources.delete(used.name)).toBe(copy.delete(used.name));
      }
      forks.forEach(({ resources }, index) => {
        for (const key of ["a", "b", "c", "d"]) {
          const copy = copies[index]!;
          expect(resources.get(key, "missing")).toBe(copy.has(key) ? copy.get(key) : "missing");
        }
      });
    });
    fc.assert(property, trials("resources of steps", 300));
  });
});
