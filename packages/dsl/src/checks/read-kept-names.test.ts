import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";

const run = () => 1;
const build = workflow("report") as unknown as { step(name: string, options: object): { plan: { steps: unknown[] } } }; // what the compiler refuses is checked at run time too

function define(keepInState: unknown, more: object = {}) {
  return build.step("count", { params: { total: 1, label: () => "a" }, run, keepInState, ...more }).plan.steps[0];
}

describe("keepInState", () => {
  it("lists parameters of the step", () => {
    expect(define(["label", "total"])).toMatchObject({ keepInState: ["label", "total"] });
    expect(define(undefined)).toMatchObject({ keepInState: [] });
  });

  it("may list parameters that only the input schema gives", () => {
    const input = z.object({ size: z.number().default(5) });
    expect(define(["size"], { input })).toMatchObject({ keepInState: ["size"] });
  });

  it.each([
    ["total", 'got "total" as keepInState. Give a list of names of the step\'s parameters.'],
    [[5], "lists 5 in keepInState. List names of the step's parameters."],
    [["total", "total"], 'lists "total" twice in keepInState. List it once.'],
    [["totl"], 'lists "totl" in keepInState, but it has no parameter of that name. Did you mean "total"?'],
    [
      ["__proto__"],
      'lists "__proto__" in keepInState, but it has no parameter of that name. List names of what params gives.',
    ],
  ])("refuses %o", (keepInState, message) => {
    expect(() => define(keepInState)).toThrow(new DefinitionError(`Step "count" of workflow "report" ${message}`));
  });
});
