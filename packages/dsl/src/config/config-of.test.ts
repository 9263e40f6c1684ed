import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineStep } from "../define-step.ts";
import { literal } from "../literal.ts";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";
import { configOf } from "./config-of.ts";

const fetchUsers = async ({ day }: { day: string }) => [day];
const validate = ({ users }: { users: readonly string[] }) => ({ valid: users.length > 0 });
const merge = ({ users, limit }: { users: readonly string[]; limit: number }) => users.slice(0, limit);
const isTemporary = () => true;

type AnyScope = { readonly stepSpan: (name: string) => { readonly output: number } };

const report = workflow("report", {
  input: z.object({ day: z.string() }),
  version: "2",
  timeout: "1m",
  failFast: false,
})
  .step("fetch", {
    params: { day: ({ input }) => input.day },
    run: fetchUsers,
    retry: { attempts: Infinity, delay: "1s", when: isTemporary },
    timeout: 500,
    queue: "slow",
    pool: "gpu",
    priority: 2,
  })
  .step("validate", { params: { users: ({ stepSpan }) => stepSpan("fetch").output }, run: validate })
  .step("merge", {
    when: ({ stepSpan }) => stepSpan("validate").output.valid,
    params: { users: ({ stepSpan }) => stepSpan("fetch").output, limit: 10 },
    run: merge,
    continueOnError: true,
    dependsOn: ["validate"],
  })
  .returns(({ stepSpan }) => stepSpan("merge", { default: null })?.output ?? []);

describe("the configuration of a workflow", () => {
  it("has its options, steps and dependencies, and names in place of what JSON cannot hold", () => {
    const { edges, ...config } = configOf(report.plan);
    expect(config).toEqual({
      format: "stepspan-workflow",
      version: 1,
      name: "report",
      options: { version: "2", timeout: 60_000, failFast: false, input: "input" },
      steps: [
        {
          name: "fetch",
          kind: "step",
          handler: "fetchUsers",
          params: { day: { scope: "input", path: ["day"] } },
          retry: { attempts: "unlimited", delay: 1000, when: "isTemporary" },
          timeout: 500,
          queue: "slow",
          pool: "gpu",
          priority: 2,
        },
        {
          name: "validate",
          kind: "step",
          handler: "validate",
          params: { users: { step: "fetch", path: ["output"] } },
        },
        {
          name: "merge",
          kind: "step",
          handler: "merge",
          params: { users: { step: "fetch", path: ["output"] }, limit: { constant: 10 } },
          when: { step: "validate", path: ["output", "valid"] },
          dependsOn: ["validate"],
          continueOnError: true,
        },
      ],
      returns: { step: "merge", read: "default", path: ["output"], otherwise: [] },
    });
    expect(edges).toContainEqual({
      from: "validate",
      to: "merge",
      kind: "order",
      certainty: "required",
      option: "dependsOn",
    });
    expect(edges).toContainEqual({
      from: "fetch",
      to: "merge",
      kind: "data",
      certainty: "required",
      parameter: "users",
      path: ["output"],
      mode: "plain",
    });
  });

  it("is what JSON gives back", () => {
    const config = report.toConfig();
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  it("names a lambda and a guard that were declared with a name, even if they only read one value", () => {
    const dayOf = ({ input }: { input: unknown }) => input;
    function when() {
      return true;
    }
    const { steps } = configOf(workflow("w").step("a", { when, params: { day: dayOf }, run: isTemporary }).plan);
    expect(steps[0]).toMatchObject({ when: { condition: "when" }, params: { day: { lambda: "dayOf" } } });
  });

  it("names schemas after their places", () => {
    const shared = defineStep({ input: z.object({ n: z.number() }), output: z.string(), run: isTemporary as never });
    const plan = workflow("w", { output: z.string() }).step("a b", { params: { n: 1 }, run: shared } as never).plan;
    expect(configOf(plan)).toMatchObject({
      options: { output: "output" },
      steps: [{ handler: "isTemporary", input: "a b.input", output: "a b.output" }],
    });
  });

  it("shares no constant with the workflow", () => {
    const list = [1];
    const config = configOf(workflow("w").step("a", { params: { list }, run: isTemporary }).plan);
    list.push(2);
    expect(config.steps[0]?.params).toEqual({ list: { constant: [1] } });
  });
});

function refusal(written: { readonly plan: AnyWorkflow["plan"] }): string {
  try {
    configOf(written.plan);
  } catch (error) {
    return String(error);
  }
  return "nothing was refused";
}

describe("a workflow without a configuration form", () => {
  it("is told by all that stands in the way", () => {
    const unclear = workflow("w")
      .step("a", { run: () => 1, retry: { attempts: 2, when: () => true } })
      .step("b", {
        when: ({ stepSpan }: AnyScope) => stepSpan("a").output > 0,
        params: {
          sum: ({ stepSpan }: AnyScope) => stepSpan("a").output + 1,
          at: new Date(0),
          make: literal(fetchUsers),
        },
        run: fetchUsers as never,
      } as never)
      .returns((({ input }: { input: number }) => input * 2) as never);
    expect(refusal(unclear)).toBe(
      [
        'DefinitionError: Workflow "w" has no configuration form, for these 7 reasons:',
        '- step "a", retry.when: the function is named only after the property "when" that it stands at. Declare it as a function with a name of its own, and write when: thatName.',
        '- step "a", run: the function is named only after the property "run" that it stands at. Declare it as a function with a name of its own, and write run: thatName.',
        '- step "b", parameter "sum": the function is named only after the property "sum" that it stands at. Declare it as a function with a name of its own, and write sum: thatName. Only a lambda that does nothing but read one value, such as ({ input }) => input.day or ({ stepSpan }) => stepSpan("fetch").output.items, needs no name.',
        '- step "b", parameter "at": the constant is an object of the kind Date, which JSON does not have. Make it in the run function of a step, or in a lambda that has a name.',
        '- step "b", parameter "make": the constant is a function, which JSON does not have. Make it in the run function of a step, or in a lambda that has a name.',
        '- step "b", the guard: the function is named only after the property "when" that it stands at. Declare it as a function with a name of its own, and write when: thatName. Only a lambda that does nothing but read one value, such as ({ input }) => input.day or ({ stepSpan }) => stepSpan("fetch").output.items, needs no name.',
        '- the returns lambda: the function has no name. Declare it as a function with a name, and write that name here. Only a lambda that does nothing but read one value, such as ({ input }) => input.day or ({ stepSpan }) => stepSpan("fetch").output.items, needs no name.',
      ].join("\n"),
    );
  });

  it("may have two functions of one name", () => {
    const load = (by: number) => {
      const load = () => by;
      return load;
    };
    const same = load(1);
    const twice = workflow("w")
      .step("a", { run: same })
      .step("b", { run: same })
      .step("c", { run: load(2) });
    expect(refusal(twice)).toBe(
      'DefinitionError: Workflow "w" has no configuration form, for this reason:\n- step "c", run: another function has the name "load" too, at step "a", run. Rename one of them.',
    );
  });

  it("says which part of a constant is no JSON", () => {
    const written = workflow("w").step("a", { params: { order: { lines: [{ at: 1n }] } }, run: isTemporary });
    expect(refusal(written)).toContain(
      '- step "a", parameter "order": lines[0].at of the constant is a bigint, which JSON does not have.',
    );
  });
});
