import { createEngine, type Plan, type Span } from "@stepspan/engine";
import { describe, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { workflow } from "../workflow.ts";
import type { AnyWorkflow } from "./workflow.ts";

declare const names: readonly string[];
declare const perhaps: boolean;
declare const size: number;
const engine = createEngine();
const run = () => ({ total: 1 });

describe("the name of a step", () => {
  it("is refused if it is taken", () => {
    const steps = workflow("report").step("fetch", { run });
    // @ts-expect-error the name is taken
    steps.step("fetch", { run });
    // @ts-expect-error the name is taken, also after other steps
    steps.step("merge", { run }).step("fetch", { run });
  });
});

describe("the output of a step", () => {
  it("is what its function returns, awaited", () => {
    const report = workflow("report")
      .step("value", { run: () => 1 })
      .step("promised", { run: async () => new Date(0) })
      .step("perhaps", { run: () => (perhaps ? size : Promise.resolve("a")) });
    type Outputs = NonNullable<(typeof report)["~types"]>["outputs"];
    expectTypeOf<Outputs>().toEqualTypeOf<{
      readonly value: number;
      readonly promised: Date;
      readonly perhaps: number | string;
    }>();
  });
});

describe("the output of a workflow", () => {
  it("is that of its last step", async () => {
    const report = workflow("report")
      .step("first", { run: () => 1 })
      .step("last", { run: () => "a" });
    expectTypeOf((await engine.run(report)).output).toEqualTypeOf<string>();
  });

  it("may be null if the last step is guarded", async () => {
    const report = workflow("report").step("last", { when: () => perhaps, run: () => "a" });
    expectTypeOf((await engine.run(report)).output).toEqualTypeOf<string | null>();
  });

  it("is not that of a finaliser", async () => {
    const report = workflow("report")
      .step("last", { run: () => "a" })
      .step("finaliser", { always: true, dependsOn: ["last"], run: () => 1 });
    expectTypeOf((await engine.run(report)).output).toEqualTypeOf<string>();
    const unsure = report.step("unsure", { always: perhaps, dependsOn: ["last"], run: () => 1 });
    expectTypeOf((await engine.run(unsure)).output).toEqualTypeOf<string | number>();
  });

  it("is null without a step", async () => {
    expectTypeOf((await engine.run(workflow("report"))).output).toEqualTypeOf<null>();
  });

  it("is what returns gives, whatever steps follow", async () => {
    const report = workflow("report")
      .step("first", { run })
      .returns(({ stepSpan }) => ({ sum: stepSpan("first").output.total }))
      .step("last", { run: () => "a" });
    expectTypeOf((await engine.run(report)).output).toEqualTypeOf<{ sum: number }>();
  });

  it("is what the output schema makes of it", async () => {
    const report = workflow("report", { output: z.object({ at: z.string().transform((text) => new Date(text)) }) })
      .step("first", { run: () => "2026-11-20" })
      .returns(({ stepSpan }) => ({ at: stepSpan("first").output }));
    expectTypeOf((await engine.run(report)).output).toEqualTypeOf<{ at: Date }>();
  });
});

describe("returns", () => {
  const steps = workflow("report")
    .step("plain", { run })
    .step("guarded", { when: () => true, run });

  it("refuses unknown steps, and guarded ones without a default", () => {
    // @ts-expect-error there is no step "plian"
    steps.returns(({ stepSpan }) => stepSpan("plian").output);
    // @ts-expect-error it has a guard
    steps.returns(({ stepSpan }) => stepSpan("guarded").output);
  });

  it("must give what the output schema parses", () => {
    const parsed = workflow("report", { output: z.object({ at: z.string() }) }).step("first", { run });
    // @ts-expect-error a number is no string
    parsed.returns(({ stepSpan }) => ({ at: stepSpan("first").output.total }));
  });
});

describe("the input of a workflow", () => {
  const report = workflow("report", {
    input: z.object({ at: z.string().transform((text) => new Date(text)), size: z.number().default(5) }),
  }).step("read", {
    params: { at: ({ input }) => input.at, size: ({ input }) => input.size },
    run: (params) => params,
  });

  it("is parsed for lambdas", async () => {
    const { output } = await engine.run(report, { at: "2026-11-20" });
    expectTypeOf(output).toEqualTypeOf<{ at: Date; size: number }>();
  });

  it("is what the schema parses for the caller", () => {
    expectTypeOf<NonNullable<(typeof report)["~types"]>["input"]>().toEqualTypeOf<{
      at: string;
      size?: number | undefined;
    }>();
    // @ts-expect-error the input is missing
    engine.run(report);
    // @ts-expect-error at is missing
    engine.run(report, {});
    // @ts-expect-error a Date is no string
    engine.run(report, { at: new Date(0) });
    // @ts-expect-error there is no such key
    engine.run(report, { at: "2026-11-20", sise: 5 });
  });

  it("is unknown without a schema, and may be left out", () => {
    const open = workflow("open").step("read", {
      params: { input: ({ input }) => input },
      run: ({ input }) => expectTypeOf(input).toEqualTypeOf<unknown>(),
    });
    engine.run(open);
    engine.run(open, 5);
    engine.run(open, { any: "thing" }, { runId: "r1" });
  });
});

describe("a run", () => {
  it("knows the spans by name", async () => {
    const report = workflow("report")
      .step("first", { run })
      .step("second", { when: () => true, run: () => "a" });
    const result = await engine.run(report);
    expectTypeOf(result.span("first")).toEqualTypeOf<Span<{ total: number }>>();
    expectTypeOf(result.span("second")).toEqualTypeOf<Span<string>>();
    // @ts-expect-error there is no step "third"
    result.span("third");
    expectTypeOf(engine.start(report).result).toEqualTypeOf<Promise<typeof result>>();
  });
});

describe("AnyWorkflow", () => {
  it("is every workflow", () => {
    const report = workflow("report", { input: z.object({ day: z.string() }) })
      .step("first", { run })
      .step("second", { when: () => true, run: () => "a" });
    const any: AnyWorkflow = report;
    expectTypeOf(any.plan).toEqualTypeOf<Plan>();
    const parsed: AnyWorkflow = workflow("parsed", { output: z.string() });
    const returned: AnyWorkflow = parsed.returns(() => "a");
    expectTypeOf(returned.name).toEqualTypeOf<string>();
  });

  it("is built in a loop, with names known at run time", async () => {
    let built: AnyWorkflow = workflow("built");
    for (const name of names) built = built.step(name, { run: () => 1 });
    for (const name of names) {
      built = built.step(`${name}-again`, {
        dependsOn: names,
        skipWith: names.slice(0, 1),
        params: {
          other: ({ stepSpan }) => stepSpan(name).output,
          input: ({ input }) => input,
        },
        run: ({ other, input }) => {
          expectTypeOf(other).toEqualTypeOf<unknown>();
          expectTypeOf(input).toEqualTypeOf<unknown>();
        },
      });
    }
    built = built.step("last", { run }).returns(({ stepSpan }) => stepSpan("last").output);
    const result = await engine.run(built, { any: "thing" });
    expectTypeOf(result.output).toEqualTypeOf<unknown>();
    expectTypeOf(result.span("first")).toEqualTypeOf<Span<unknown>>();
  });
});

describe("a name of type string in a typed workflow", () => {
  it("lets later steps use any name", () => {
    const [name = "first"] = names;
    workflow("report")
      .step("known", { run })
      .step(name, { run: () => "a" })
      .step("reader", {
        dependsOn: ["known", name],
        params: { other: ({ stepSpan }) => stepSpan(name).output },
        run: ({ other }) => other,
      });
  });
});

describe("the options of a workflow", () => {
  it("are refused if one is unknown or of another type", () => {
    // @ts-expect-error the option is failFast
    workflow("report", { failfast: true });
    // @ts-expect-error a version is a text
    workflow("report", { version: 5 });
    // @ts-expect-error "30 seconds" is no duration
    workflow("report", { timeout: "30 seconds" });
    // @ts-expect-error 5 is no schema
    workflow("report", { input: 5 });
  });
});

describe("a workflow of a function reference", () => {
  it("has no any anywhere", async () => {
    const report = workflow("report", { input: z.object({ day: z.string() }) }).step("first", {
      params: { day: ({ input }) => input.day },
      run: async ({ day }: { day: string }) => [day],
    });
    expectTypeOf(report).not.toBeAny();
    expectTypeOf(report.step).not.toBeAny();
    expectTypeOf(report.graph).not.toBeAny();
    const result = await engine.run(report, { day: "2026-11-20" });
    expectTypeOf(result.output).not.toBeAny();
    expectTypeOf(result.output).toEqualTypeOf<string[]>();
  });
});
