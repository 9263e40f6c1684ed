import { createEngine, RunError } from "@stepspan/engine";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { trials } from "../../../../test/support/random-trials.ts";
import type { AnyWorkflow } from "../types/workflow.ts";
import { workflow } from "../workflow.ts";
import type { NamedFunction, WorkflowParts } from "./parts.ts";
import { workflowFromConfig } from "./workflow-from-config.ts";

const handlers = {
  collectAll: (params: object) => ({ ok: Object.keys(params).length % 2 === 0, list: [params] }),
  refuse: () => {
    throw new Error("refused");
  },
};
const schemas = {
  object: z.object({ ok: z.boolean(), list: z.array(z.unknown()) }),
  anything: z.unknown(),
};

type Named = "lambda" | "guard";

/** What a random lambda reads: a step by its distance, or the input. */
interface RandomLambda {
  readonly back: number;
  readonly mode: "plain" | "default" | "settled" | "input";
  readonly tail: string;
  readonly isNamed: boolean;
}

const lambda: fc.Arbitrary<RandomLambda> = fc.record({
  back: fc.nat({ max: 9 }),
  mode: fc.constantFrom("plain", "default", "default", "settled", "input"),
  tail: fc.constantFrom("", " ?? []", " ?? { none: null }"),
  isNamed: fc.boolean(),
});

const plainJson = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const step = fc.record({
  params: fc.dictionary(
    fc.constantFrom("a", "b", "c d", "7"),
    fc.oneof(fc.record({ constant: plainJson }), fc.record({ lambda })),
    { maxKeys: 3 },
  ),
  guard: fc.option(lambda),
  handler: fc.constantFrom("collectAll", "collectAll", "collectAll", "refuse"),
  links: fc.array(fc.record({ back: fc.nat({ max: 9 }), option: fc.constantFrom("dependsOn", "skipWith") }), {
    maxLength: 2,
  }),
  continueOnError: fc.boolean(),
  retry: fc.option(fc.record({ attempts: fc.constantFrom(1, 2), jitter: fc.constantFrom(0, 1), maxDelay: fc.nat() })),
  priority: fc.integer({ min: -1, max: 2 }),
  estimate: fc.option(fc.integer({ min: 1, max: 1000 })),
  pool: fc.option(fc.constant("gpu")),
  timeout: fc.option(fc.integer({ min: 50_000, max: 60_000 })),
  hasSchemas: fc.boolean(),
});

type RandomStep = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const randomWorkflow = fc.record({
  steps: fc.array(step, { maxLength: 8 }),
  returns: fc.option(lambda),
  failFast: fc.boolean(),
  version: fc.option(fc.constant("3"), { nil: undefined }),
});

/** Collects the named functions of a workflow while it is written. */
function createWriter() {
  const named: Record<Named, Record<string, NamedFunction>> = { lambda: {}, guard: {} };
  return {
    named,
    lambda(random: RandomLambda, index: number, kind: Named): NamedFunction {
      const value = sourceOf(random, index, kind === "lambda" ? "output" : "output.ok");
      const computed = kind === "lambda" ? `[${value}]` : `(${value}) !== null`;
      const source = `({ input, stepSpan }) => ${random.isNamed ? computed : value}`;
      const fn = new Function(`return ${source}`)() as NamedFunction; // the source is a lambda
      if (!random.isNamed) return fn;
      const name = `${kind}${Object.keys(named[kind]).length}`;
      named[kind][name] = Object.defineProperty(fn, "name", { value: name });
      return fn;
    },
  };
}

function sourceOf({ back, mode, tail }: RandomLambda, index: number, end: string): string {
  if (mode === "input" || index === 0) return `input.day${tail}`;
  const options = { plain: ")", default: ", { default: null })?", settled: ", { settled: true })" }[mode];
  return `stepSpan("s${back % index}"${options}.${end}${tail}`;
}

function write(random: typeof randomWorkflow extends fc.Arbitrary<infer Value> ? Value : never) {
  const writer = createWriter();
  const { failFast, version } = random;
  let written: AnyWorkflow = workflow("w", { failFast, version });
  for (const [index, raw] of random.steps.entries())
    written = written.step(`s${index}`, optionsOf(raw, index) as never);
  if (random.returns !== null) {
    written = written.returns(writer.lambda(random.returns, random.steps.length, "lambda") as never);
  }
  return { written, named: writer.named };

  function optionsOf(raw: RandomStep, index: number): object {
    const linked = (option: string) =>
      index === 0
        ? []
        : [...new Set(raw.links.filter((link) => link.option === option).map(({ back }) => `s${back % index}`))];
    const params = Object.entries(raw.params).map(([name, param]) => [
      name,
      "constant" in param ? param.constant : writer.lambda(param.lambda, index, "lambda"),
    ]);
    return {
      params: Object.fromEntries(params),
      run: handlers[raw.handler as keyof typeof handlers],
      when: raw.guard === null ? undefined : writer.lambda(raw.guard, index, "guard"),
      dependsOn: linked("dependsOn"),
      skipWith: linked("skipWith"),
      continueOnError: raw.continueOnError,
      retry: raw.retry === null ? undefined : { ...raw.retry, delay: 0 },
      priority: raw.priority,
      estimate: raw.estimate ?? undefined,
      pool: raw.pool ?? undefined,
      timeout: raw.timeout ?? undefined,
      ...(raw.hasSchemas ? { input: schemas.anything, output: schemas.object } : {}),
    };
  }
}

/** Every schema by the name of its place. */
function schemasOf(count: number): NonNullable<WorkflowParts["schemas"]> {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  return Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.input`, schemas.anything],
      [`${name}.output`, schemas.object],
    ]),
  );
}

/** Whether one of its constants has that key, at any depth. */
function hasProto(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "__proto__") || Object.values(value).some(hasProto);
}

/** What a run gave, without what differs from run to run. */
async function outcomeOf(built: AnyWorkflow): Promise<unknown> {
  await using engine = createEngine();
  const run = await engine.run(built as never, { day: "monday" } as never).catch((error: unknown) => {
    if (error instanceof RunError) return error.run;
    throw error;
  });
  const spans = run.spans.map((span) => ({ name: span.name, status: span.status, output: span.output }));
  return { status: run.status, output: run.output, spans };
}

describe("a workflow that went through its configuration as text", () => {
  it("has the same configuration, the same dependencies and the same outcome", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { written, named } = write(random);
        if (hasProto(random)) {
          expect(() => written.toConfig()).toThrow('the key "__proto__"'); // it has no configuration, and says why
          return;
        }
        const config = written.toConfig();
        const parts = {
          handlers,
          lambdas: named.lambda,
          conditions: named.guard,
          schemas: schemasOf(random.steps.length),
        };
        const again = workflowFromConfig(JSON.parse(JSON.stringify(config)), parts);
        expect(again.toConfig()).toEqual(config);
        expect(again.plan.edges).toEqual(written.plan.edges);
        expect(await outcomeOf(again)).toEqual(await outcomeOf(written));
      }),
      trials("round trips", 300),
    );
  });
});
