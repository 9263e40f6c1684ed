import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { workflow } from "../workflow.ts";

const run = () => 1;
const base = workflow("report").step("fetchUsers", { run }).step("fetchOrders", { run });

describe("dependsOn and skipWith", () => {
  it("name earlier steps, in any order", () => {
    const { plan } = base.step("merge", { dependsOn: ["fetchOrders", "fetchUsers"], skipWith: ["fetchUsers"], run });
    expect(plan.steps[2]).toMatchObject({ dependsOn: ["fetchOrders", "fetchUsers"], skipWith: ["fetchUsers"] });
  });

  it("may be empty", () => {
    const { plan } = base.step("merge", { dependsOn: [], skipWith: [], run });
    expect(plan.steps[2]).toMatchObject({ dependsOn: [], skipWith: [] });
  });
});

describe("a list of names is refused with a message for", () => {
  const step = 'Step "merge" of workflow "report"';

  it.each([
    [
      "an unknown name in dependsOn",
      { run, dependsOn: ["fetchUser"] },
      `${step} lists "fetchUser" in dependsOn, but there is no earlier step of that name. Did you mean "fetchUsers"?`,
    ],
    [
      "an unknown name in skipWith",
      { run, skipWith: ["price"] },
      `${step} lists "price" in skipWith, but there is no earlier step of that name. Correct the name, or write that step before this one.`,
    ],
    [
      "its own name in dependsOn",
      { run, dependsOn: ["merge"] },
      `${step} lists "merge" in dependsOn, but there is no earlier step of that name. Correct the name, or write that step before this one.`,
    ],
    [
      "a name listed twice",
      { run, dependsOn: ["fetchUsers", "fetchUsers"] },
      `${step} lists "fetchUsers" twice in dependsOn. List it once.`,
    ],
    ["a name that is no text", { run, dependsOn: [5] }, `${step} lists 5 in dependsOn. List names of earlier steps.`],
    [
      "one name in place of a list",
      { run, dependsOn: "fetchUsers" },
      `${step} got "fetchUsers" as dependsOn. Give a list of names of earlier steps.`,
    ],
  ])("%s", (_, options, message) => {
    const unchecked = base as unknown as { step(name: string, options: object): unknown }; // the compiler refuses these too
    expect(() => unchecked.step("merge", options)).toThrow(new DefinitionError(message));
  });
});
