import { workflow } from "@stepspan/dsl";
import { createEngine, getRunContext, stepSpan } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

describe("a step that changes what is not its own", () => {
  it("cannot change the output of another step that it reads in its body", async () => {
    const careless = workflow("careless", { failFast: false })
      .step("load", { run: () => ({ list: [1] }) })
      .step("change", {
        dependsOn: ["load"],
        run: () => (stepSpan("load").output as { list: number[] }).list.push(2),
      })
      .step("read", { params: { load: ({ stepSpan }) => stepSpan("load").output }, run: ({ load }) => load.list });
    const { run, errors } = await failureOf(engine.run(careless));
    expect(errors[0]?.message).toContain("TypeError: Cannot add property 1, object is not extensible");
    expect(run.span("read").output).toEqual([1]);
  });

  it("cannot change the input of the run", async () => {
    const input = { days: ["monday"] };
    const careless = workflow("careless").step("change", {
      run: () => (getRunContext().input as { days: string[] }).days.push("tuesday"),
    });
    await failureOf(engine.run(careless, input));
    expect(input).toEqual({ days: ["monday"] });
  });

  it("cannot reach a run by the input that its caller gave it, and nor can the caller", async () => {
    const job = { id: 1, parts: new Map([["a", 1]]) };
    const reading = workflow("reading", { input: z.custom<typeof job>() }).step("read", {
      params: { id: ({ input }) => input.id, size: ({ input }) => input.parts.size },
      run: (read) => read,
    });
    const runs = [1, 2, 3].map((id) => {
      job.id = id;
      job.parts.set(`part${id}`, id);
      return engine.run(reading, job);
    });
    expect((await Promise.all(runs)).map(({ output }) => output)).toEqual([
      { id: 1, size: 2 },
      { id: 2, size: 3 },
      { id: 3, size: 4 },
    ]);
  });

  it("cannot change a lambda's view of another step", async () => {
    const careless = workflow("careless")
      .step("load", { run: () => new Map([["a", 1]]) })
      .step("read", {
        params: {
          first: ({ stepSpan }) => stepSpan("load").output.set("a", 99).size,
          second: ({ stepSpan }) => stepSpan("load").output.get("a"),
        },
        run: ({ second }) => second,
      });
    expect((await engine.run(careless)).output).toBe(1);
  });

  it("cannot change the run that it belongs to by the objects of its context", async () => {
    const meddling = workflow("meddling").step("meddle", {
      run: (_params, context) => {
        const changes = [
          () => Object.assign(context.run, { id: "other" }),
          () => Object.assign(context.run.metadata, { user: "mallory" }),
          () => Object.assign(context, { attempt: 7 }),
        ];
        return changes.map((change) => {
          try {
            change();
            return "changed";
          } catch {
            return "refused";
          }
        });
      },
    });
    const run = await engine.run(meddling, undefined, { metadata: { user: "alice" } });
    expect(run.output).toEqual(["refused", "refused", "refused"]);
    expect(run.metadata).toEqual({ user: "alice" });
    expect(run.span("meddle").attempts.map(({ number }) => number)).toEqual([1]);
  });

  it("cannot change the spans and the scope that all lambdas share", async () => {
    const outcomes: string[] = [];
    const attempt = (change: () => unknown) => {
      try {
        change();
        outcomes.push("changed");
      } catch {
        outcomes.push("refused");
      }
    };
    const meddling = workflow("meddling")
      .step("load", { run: () => "loaded" })
      .step("skip", { when: () => false, run: () => "skipped" })
      .step("meddle", {
        params: {
          value: (scope) => {
            const span = scope.stepSpan("load");
            const skipped = scope.stepSpan("skip", { settled: true });
            outcomes.length = 0;
            attempt(() => Object.defineProperty(span, "output", { value: "forged" }));
            attempt(() => Object.assign(scope, { stepSpan: () => "forged" }));
            attempt(() => Object.assign(skipped.skipped ?? {}, { kind: "upstream" }));
            attempt(() => Object.assign(scope.parentSpan, { name: "forged" }));
            return span.output;
          },
        },
        run: ({ value }) => value,
      })
      .step("read", { params: { value: ({ stepSpan }) => stepSpan("load").output }, run: ({ value }) => value });
    const run = await engine.run(meddling);
    expect(outcomes).toEqual(["refused", "refused", "refused", "refused"]);
    expect([run.span("meddle").output, run.output, run.span("skip").skipped]).toEqual([
      "loaded",
      "loaded",
      { kind: "guard" },
    ]);
  });
});
