import { workflow } from "@stepspan/dsl";
import { createEngine, DefinitionError, getRunContext, type StepContext } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

const data = (key: string) => getRunContext().getData(key);

function fetchUsers(_: object, { span }: StepContext) {
  span.set("source", { name: "cache" });
  return { users: ["Ada", "Grace"], "odd.name": 1 };
}

const base = workflow("keys").step("fetchUsers", { run: fetchUsers });

/** What keys give in the body of a step that depends on `fetchUsers`. */
async function inBody(...keys: string[]): Promise<unknown[]> {
  const run = await createEngine().run(
    base.step("reader", {
      dependsOn: ["fetchUsers"],
      params: { day: "Friday", at: { hour: 7 } },
      run: (_, { span }) => {
        span.set("custom", [1, 2]);
        return keys.map(data);
      },
    }),
    { shop: { city: "Vienna" } },
  );
  return run.output;
}

/** The message of what a key throws in the body of a step. */
async function refusal(call: () => unknown): Promise<string> {
  const run = await ended(createEngine().run(base.step("reader", { dependsOn: ["fetchUsers"], run: call })));
  expect(causeOf(run, "reader")).toBeInstanceOf(DefinitionError);
  return causeOf(run, "reader").message;
}

describe("getData", () => {
  it("reads the input of the current step, and below it", async () => {
    expect(await inBody(".input", ".input.day", ".input.at.hour")).toEqual([
      { day: "Friday", at: { hour: 7 } },
      "Friday",
      7,
    ]);
  });

  it("reads custom variables of the current step", async () => {
    expect(await inBody(".custom", ".custom.1")).toEqual([[1, 2], 2]);
  });

  it("reads the input of the parent, which is the run's", async () => {
    expect(await inBody("..input", "..input.shop.city")).toEqual([{ shop: { city: "Vienna" } }, "Vienna"]);
  });

  it("reads output, input and variables of other steps", async () => {
    expect(
      await inBody(
        "fetchUsers.output.users",
        "fetchUsers.output.users.1",
        "fetchUsers.input",
        "fetchUsers.source.name",
      ),
    ).toEqual([["Ada", "Grace"], "Grace", {}, "cache"]);
  });

  it("gives undefined for a missing value: of a step that is not over, of what is not there, of what was skipped", async () => {
    expect(
      await inBody(".output", ".none", ".input.none.deeper", "..output", "fetchUsers.output.users.length.x"),
    ).toEqual([undefined, undefined, undefined, undefined, undefined]);
    const run = await createEngine().run(
      workflow("keys")
        .step("unwanted", { when: () => false, run: () => 1 })
        .step("reader", { dependsOn: ["unwanted"], run: () => [data("unwanted.output")] }),
    );
    expect(run.output).toEqual([undefined]);
  });

  it("finds the step with the longest name that fits, for names may have dots", async () => {
    const run = await createEngine().run(
      workflow("keys")
        .step("a", { run: () => ({ b: "below a" }) })
        .step("a.output", { run: () => "of a.output" })
        .step("reader", { dependsOn: ["a", "a.output"], run: () => [data("a.output.output"), data("a.output")] }),
    );
    expect(run.output).toEqual(["of a.output", { b: "below a" }]);
  });

  it("refuses a key without a dot", async () => {
    expect(await refusal(() => data("day"))).toBe(
      'The key "day" has no dot. Write ".input" for the current span, "..input" for its parent, or "stepName.output" for another step.',
    );
  });

  it("refuses an unknown step, with a suggestion", async () => {
    expect(await refusal(() => data("fetchUser.output"))).toBe(
      'The key "fetchUser.output" names no step of the workflow. Did you mean "fetchUsers"?',
    );
  });

  it("refuses a missing parent", async () => {
    expect(await refusal(() => data("...input"))).toBe(
      'The key "...input" asks for a span 2 levels up, but there is none. Use fewer dots.',
    );
  });

  it("refuses a key that names nothing behind the span", async () => {
    for (const key of [".", "..", "fetchUsers."]) {
      expect(await refusal(() => data(key))).toBe(
        `The key ${JSON.stringify(key)} names no value. Write ".input", ".output" or the name of a variable behind the span.`,
      );
    }
  });

  it.each([
    ".__proto__",
    ".input.__proto__.polluted",
    "..constructor",
    ".input.prototype",
    "fetchUsers.constructor.name",
  ])("refuses what leads out of the data: %s", async (key) => {
    const name = /__proto__|constructor|prototype/.exec(key)?.[0];
    expect(await refusal(() => data(key))).toBe(`The key "${key}" names ${name}, which is not data. Use another name.`);
  });

  it("gives own values only, nothing inherited", async () => {
    expect(await inBody(".input.toString", ".hasOwnProperty", "fetchUsers.output.users.map")).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("refuses in a body a step on which this one does not depend", async () => {
    const run = await ended(createEngine().run(base.step("reader", { run: () => data("fetchUsers.output") })));
    expect(causeOf(run, "reader").message).toContain('Add dependsOn: ["fetchUsers"] to step "reader"');
  });

  it("counts in a lambda as a read: the step waits, and the dependency is recorded", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("keys")
        .step("source", { run: steps.held("source") })
        .step("reader", {
          params: { value: () => getRunContext().getData("source.output") as string, own: () => data(".input") },
          run: ({ value }) => value,
        }),
    );
    expect((await trial.statuses()).reader).not.toBe("running");
    await steps.succeed("source", "a value");
    const run = await trial.end();
    expect(run.output).toBe("a value");
    expect(run.span("reader").dependencies).toMatchObject([{ step: "source", parameter: "value", read: true }]);
  });
});

describe("setData", () => {
  it("sets a custom variable of the current step", async () => {
    const run = await createEngine().run(
      base.step("setter", { run: () => getRunContext().setData(".status", { level: "active" }) }),
    );
    expect(run.span("setter").vars).toEqual({ status: { level: "active" } });
  });

  it.each([".input", ".output", "..status", ".a.b", "fetchUsers.status", "."])("sets nothing else: %s", async (key) => {
    expect(await refusal(() => getRunContext().setData(key, 1))).toBe(
      `setData cannot set "${key}". It sets variables of the current span: write a dot and a name, for example ".status".`,
    );
  });

  it("refuses a key without a dot, and one that leads out of the data", async () => {
    expect(await refusal(() => getRunContext().setData("status", 1))).toContain('The key "status" has no dot.');
    expect(await refusal(() => getRunContext().setData(".__proto__", 1))).toBe(
      'The key ".__proto__" names __proto__, which is not data. Use another name.',
    );
  });

  it("is refused in a lambda, which only reads", async () => {
    const run = await ended(
      createEngine().run(
        base.step("reader", { params: { set: () => getRunContext().setData(".status", 1) }, run: () => 1 }),
      ),
    );
    expect(causeOf(run, "reader").message).toBe(
      'setData(".status") was called in a lambda. Lambdas only read: call it in the run function of a step.',
    );
  });
});
