import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { workflow } from "../workflow.ts";

interface Unchecked {
  race(name: string, options: object): Unchecked;
}

const run = () => 1;
const base = workflow("ask")
  .step("cache", { run })
  .step("network", { run })
  .step("other", { run })
  .step("close", { always: true, dependsOn: ["cache"], run });
const unchecked = base as unknown as Unchecked; // what the compiler refuses is checked at run time too

describe("a race", () => {
  it("keeps the steps that are in it", () => {
    const { plan } = base.race("answer", { of: ["cache", "network"] });
    expect(plan.steps.at(-1)).toMatchObject({
      name: "answer",
      form: { kind: "race", of: ["cache", "network"] },
      params: [],
      when: null,
      continueOnError: false,
    });
  });

  it("has an edge from each of them", () => {
    const { plan } = base.race("answer", { of: ["cache", "network"] });
    expect(plan.edgesTo(4)).toMatchObject([
      { from: "cache", kind: "order", option: "of", certainty: "required" },
      { from: "network", kind: "order", option: "of", certainty: "required" },
    ]);
  });

  it("may be in a race itself, and be tolerated", () => {
    const built = base
      .race("answer", { of: ["cache", "network"], continueOnError: true })
      .race("final", { of: ["answer", "other"] });
    expect(built.plan.steps.map(({ continueOnError }) => continueOnError)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it("does not take a step away from a workflow that it was not added to", () => {
    base.race("answer", { of: ["cache", "network"] });
    expect(base.race("again", { of: ["cache", "network"] }).plan.steps).toHaveLength(5);
  });
});

describe("a race is refused for", () => {
  const step = 'Step "answer" of workflow "ask"';

  it.each([
    ["no steps", {}, "got undefined as of. Give a list of at least two earlier steps."],
    ["a single step", { of: ["cache"] }, "got an array as of. Give a list of at least two earlier steps."],
    ["a step listed twice", { of: ["cache", "cache"] }, 'lists "cache" twice in of. List it once.'],
    ["no list", { of: "cache" }, 'got "cache" as of. Give a list of names of earlier steps.'],
    [
      "an unknown step",
      { of: ["cache", "netwrok"] },
      'lists "netwrok" in of, but there is no earlier step of that name. Did you mean "network"?',
    ],
    [
      "a finaliser",
      { of: ["cache", "close"] },
      'lists "close" in of, but that step has always: it runs whatever happens, so nobody can win over it. List other steps.',
    ],
    [
      "an unknown option",
      { of: ["cache", "network"], when: () => true },
      'got the unknown option "when". Its options are of, continueOnError.',
    ],
  ])("%s", (_, options, message) => {
    expect(() => unchecked.race("answer", options)).toThrow(new DefinitionError(`${step} ${message}`));
  });

  it("a step that is in a race already", () => {
    const raced = unchecked.race("first", { of: ["cache", "network"] });
    expect(() => raced.race("answer", { of: ["other", "network"] })).toThrow(
      new DefinitionError(
        `${step} lists "network" in of, but that step is in race "first" already. A step is in one race at most: remove it from one of the two.`,
      ),
    );
  });
});
