import { createEngine, DefinitionError, getRunContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { goOn, journeys } from "../support/journeys.ts";
import { causeOf, ended } from "../support/trial.ts";

const read = (...keys: string[]) => keys.map((key) => getRunContext().getData(key));

const fetched = workflow("orders").step("fetchUsers", {
  run: () => {
    getRunContext().setData(".custom", { from: "cache" });
    return { users: ["Ada", "Grace"], "odd.name": 1, none: null };
  },
});

describe("the dot notation", () => {
  describe.each(journeys)("%s", (_name, travel) => {
    const waited = fetched.wait("pause", { event: goOn, dependsOn: ["fetchUsers"] });

    it("reads current, parent and sibling in a body", async () => {
      const run = await travel(
        waited.step("reader", {
          dependsOn: ["pause"],
          params: { day: "2026-11-20", at: { hour: 7 } },
          run: () => {
            getRunContext().setData(".status", "active");
            return read(
              ...[".input.day", ".input.at.hour", ".status", ".output", "..input", "..input.shop.city", "..output"],
              ...["fetchUsers.output.users.1", "fetchUsers.custom.from", "fetchUsers.input", "fetchUsers.output.none"],
            );
          },
        }),
        { input: { shop: { city: "Vienna" } } },
      );
      expect(run.output).toEqual([
        ...["2026-11-20", 7, "active", undefined, { shop: { city: "Vienna" } }, "Vienna", undefined],
        ...["Grace", "cache", {}, null],
      ]);
      expect(run.span("reader").vars).toEqual({ status: "active" });
    });

    it("reads in parameter lambdas and guards, and counts as a read there", async () => {
      const run = await travel(
        waited.step("reader", {
          dependsOn: ["pause"],
          when: () => getRunContext().getData("fetchUsers.custom.from") === "cache",
          params: { user: () => getRunContext().getData("fetchUsers.output.users.0") as string },
          run: ({ user }) => user,
        }),
      );
      expect(run.output).toBe("Ada");
      const reads = run.span("reader").dependencies.filter((dependency) => dependency.read);
      expect(reads.map(({ step, parameter }) => [step, parameter])).toEqual([
        ["fetchUsers", null],
        ["fetchUsers", "user"],
      ]);
    });

    it("reads in an item, in an iteration and in a child run from where they are", async () => {
      const child = workflow("child").step("inner", { params: { deep: 1 }, run: () => read(".input.deep", "..input") });
      const run = await travel(
        waited
          .map("each", {
            over: [10, 20],
            params: { amount: ({ item }) => item },
            run: () => read(".input.amount", "..input", "fetchUsers.output.users.0"),
            dependsOn: ["pause"],
          })
          .loop("twice", {
            params: { round: ({ iteration }) => iteration },
            run: () => read(".input.round", "..input"),
            until: ({ iteration }) => iteration === 2,
            maxIterations: 3,
            dependsOn: ["pause"],
          })
          .map("children", { over: [10], params: { amount: ({ item }) => item }, run: child, dependsOn: ["pause"] }),
        { input: "the input" },
      );
      expect(run.span("each").output).toEqual([
        [10, "the input", "Ada"],
        [20, "the input", "Ada"],
      ]);
      expect(run.span("twice").output).toEqual([2, "the input"]);
      expect(run.span("children").output).toEqual([[1, { amount: 10 }]]);
    });
  });

  async function refusal(call: () => unknown): Promise<string> {
    await using engine = createEngine();
    const run = await ended(engine.run(fetched.step("reader", { dependsOn: ["fetchUsers"], run: () => void call() })));
    expect(causeOf(run, "reader")).toBeInstanceOf(DefinitionError);
    return causeOf(run, "reader").message;
  }

  it.each([
    [
      "day",
      'The key "day" has no dot. Write ".input" for the current span, "..input" for its parent, or "stepName.output" for another step.',
    ],
    ["fetchUser.output", 'The key "fetchUser.output" names no step of the workflow. Did you mean "fetchUsers"?'],
    ["...input", 'The key "...input" asks for a span 2 levels up, but there is none. Use fewer dots.'],
    [
      "fetchUsers.",
      'The key "fetchUsers." names no value. Write ".input", ".output" or the name of a variable behind the span.',
    ],
    [".__proto__.polluted", 'The key ".__proto__.polluted" names __proto__, which is not data. Use another name.'],
    [
      "fetchUsers.output.constructor",
      'The key "fetchUsers.output.constructor" names constructor, which is not data. Use another name.',
    ],
    ["..prototype", 'The key "..prototype" names prototype, which is not data. Use another name.'],
  ])("refuses the key %s", async (key, message) => {
    expect(await refusal(() => getRunContext().getData(key))).toBe(message);
  });

  it.each([".input", ".output", "..status", "fetchUsers.custom", ".a.b"])("sets no other value: %s", async (key) => {
    expect(await refusal(() => getRunContext().setData(key, 1))).toBe(
      `setData cannot set "${key}". It sets variables of the current span: write a dot and a name, for example ".status".`,
    );
  });

  it.each([".__proto__", ".constructor", ".prototype"])("refuses to set %s", async (key) => {
    expect(await refusal(() => getRunContext().setData(key, { polluted: true }))).toBe(
      `The key "${key}" names ${key.slice(1)}, which is not data. Use another name.`,
    );
  });
});
