import { describe, expect, it } from "vitest";
import { workflowFromConfig } from "./config/workflow-from-config.ts";
import { defineEvent } from "./define-event.ts";
import { literal } from "./literal.ts";
import type { AnyWorkflow } from "./types/workflow.ts";
import { workflow } from "./workflow.ts";

type Options = Readonly<Record<string, unknown>>;

function onOne(options: Options, name = "one"): AnyWorkflow {
  return (workflow("w").step("root", { run: () => ({ a: 1, b: 2 }) }) as AnyWorkflow).step(name, { run: () => 1, ...options }) as AnyWorkflow; // biome-ignore format: one line
}

const printOf = (options: Options) => onOne(options).fingerprint;
const param = (value: unknown) => printOf({ params: { value } });

describe("the fingerprint of a workflow", () => {
  it("is a short text, and the same for the same definition", () => {
    expect(printOf({})).toMatch(/^[0-9a-z]{5,11}$/);
    expect(printOf({ params: { x: ({ input }: { input: unknown }) => input } })).toBe(
      printOf({ params: { x: ({ input }: { input: unknown }) => input } }),
    );
    const built = onOne({});
    expect(built.fingerprint).toBe(built.plan.fingerprint);
  });

  it.each<[what: string, options: Options]>([
    ["a parameter", { params: { x: 1 } }],
    ["a guard", { when: () => true }],
    ["an edge", { dependsOn: ["root"] }],
    ["skipWith", { skipWith: ["root"] }],
    ["always", { always: true, dependsOn: ["root"] }],
    ["continueOnError", { continueOnError: true }],
    ["a timeout", { timeout: 5 }],
    ["a queue", { queue: "q" }],
    ["a priority", { priority: 1 }],
    ["retry", { retry: { attempts: 2 } }],
    ["how it is retried", { retry: { attempts: 2, delay: 5 } }],
    ["when it is retried", { retry: { attempts: 2, when: () => true } }],
    ["keepInState", { params: { x: 1 }, keepInState: ["x"] }],
  ])("differs with %s", (_what, options) => {
    const plain: Options =
      options.params === undefined || options.keepInState === undefined ? {} : { params: { x: 1 } };
    expect(printOf(options)).not.toBe(printOf(plain));
  });

  it("differs with the names of the workflow and of its steps, and its version", () => {
    const prints = [
      workflow("a").step("x", { run: () => 1 }),
      workflow("b").step("x", { run: () => 1 }),
      workflow("a").step("y", { run: () => 1 }),
      workflow("a", { version: "2" }).step("x", { run: () => 1 }),
      workflow("a", { failFast: false }).step("x", { run: () => 1 }),
      workflow("a", { timeout: 5 }).step("x", { run: () => 1 }),
      workflow("a", { unhandledEvents: "error" }).step("x", { run: () => 1 }),
      workflow("a")
        .step("x", { run: () => 1 })
        .returns(({ stepSpan }) => stepSpan("x").output),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("does not differ with bodies, schemas, white space, comments, or the order of steps and parameters", () => {
    const one = workflow("w")
      .step("a", { params: { x: ({ input }) => [input, 1], y: 2 }, run: ({ x }) => x })
      .step("b", { run: () => 1 })
      .step("c", { run: () => 1 });
    const other = workflow("w")
      .step("b", { run: async () => 5 })
      .step("a", {
        // biome-ignore format: other white space
        params: { y: 2, x: ( {input} ) => [ input, /* the same */ 1, ] },
        run: () => "another",
      })
      .step("c", { run: () => 2 });
    expect(other.fingerprint).toBe(one.fingerprint);
  });

  it("does not differ with estimates: no run decides anything by them", () => {
    expect(printOf({ estimate: "30s" })).toBe(printOf({}));
  });

  it("does not differ with pools: a step may move to other machines while runs are open", () => {
    expect(printOf({ pool: "gpu" })).toBe(printOf({}));
  });

  it("differs with the step whose output the workflow returns", () => {
    const steps = (names: readonly string[]) =>
      names.reduce((built, name) => built.step(name, { run: () => 1 }) as AnyWorkflow, workflow("w") as AnyWorkflow);
    expect(steps(["a", "b"]).fingerprint).not.toBe(steps(["b", "a"]).fingerprint);
  });

  it("tells constants apart", () => {
    const list = [1, 2];
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    const values: unknown[] = [
      ...[1, "1", 1n, true, null, undefined, -0, Number.NaN, "", [], {}, [1], [[1]], { a: 1 }, { b: 1 }, { a: "1" }],
      ...[new Date(5), new Date(6), /a/, /a/g, new Map([[1, 2]]), new Set([1]), new Uint8Array([1]), cyclic],
      ...["a".repeat(1000), `${"a".repeat(999)}b`, [list, list], [list, [1, 3]]],
      ...[new URL("http://a"), new Error("a"), new Error("b"), literal(() => 1), literal(() => 2)],
    ];
    const prints = values.map(param);
    expect(new Set(prints).size).toBe(prints.length);
    expect(values.map(param)).toEqual(prints);
    expect(param({ a: 1, b: 2 })).toBe(param({ b: 2, a: 1 }));
  });

  it("looks at no getter, at nothing alive, and takes what cannot be read", () => {
    let asked = 0;
    const nosy = Object.defineProperty({}, "a", { enumerable: true, get: () => ++asked });
    class Connection {
      readonly port: number;
      constructor(port: number) {
        this.port = port;
      }
    }
    const hostile = new Proxy({}, { ownKeys: () => { throw new Error("no"); } }); // biome-ignore format: short
    expect(param(nosy)).toBe(param(nosy));
    expect(asked).toBe(0);
    expect(param(new Connection(1))).toBe(param(new Connection(2)));
    expect(param(hostile)).toBe(param(hostile));
  });

  it("is found for constants that are deep, or shared so often that they would be endless", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) deep = [deep];
    let wide: unknown = 1;
    for (let depth = 0; depth < 60; depth++) wide = [wide, wide];
    expect(param(literal(deep))).not.toBe(param(literal(wide)));
  });

  it("differs with native functions and bound ones by their names", () => {
    const bound = (name: string) => Object.defineProperty(() => 1, "name", { value: name }).bind(null);
    const prints = [String, Boolean, bound("a"), bound("b")].map(param);
    expect(new Set(prints).size).toBe(4);
  });

  it("differs with what the dsl makes functions of", () => {
    const over = (items: readonly number[]) => workflow("w").map("m", { over: items, run: () => 1 }).fingerprint;
    expect(over([1, 2])).not.toBe(over([1, 3]));
    expect(over([1, 2])).toBe(over([1, 2]));

    const child = workflow("child").step("one", { run: () => ({ a: 1, b: 2 }) });
    const below = (options: Options) =>
      workflow("w").subflow("below", { workflow: child as AnyWorkflow, ...options } as never).fingerprint;
    const written = (from: string) => below({ writeBack: { state: { total: `output.${from}` } } });
    const captured = (from: string) => below({ capture: { state: { total: from } } });
    expect(written("a")).not.toBe(written("b"));
    expect(captured("a")).not.toBe(captured("b"));
    expect(captured("a")).toBe(captured("a"));

    const reading = (path: string) => {
      const params = { y: { scope: "input", path: [path] } };
      const steps = [{ name: "x", kind: "step", handler: "load", params }];
      const config = { format: "stepspan-workflow", version: 1, name: "w", steps };
      return workflowFromConfig(config, { handlers: { load: () => 1 } }).fingerprint;
    };
    expect(reading("a")).not.toBe(reading("b"));
    expect(reading("a")).toBe(reading("a"));
  });

  it("differs with events, times and limits of other kinds of step", () => {
    const [go, stop] = [defineEvent("go"), defineEvent("stop")];
    const prints = [
      workflow("w").wait("x", { event: go }),
      workflow("w").wait("x", { event: stop }),
      workflow("w").wait("x", { event: go, where: () => true }),
      workflow("w").wait("x", { event: go, timeout: 5 }),
      workflow("w").sleep("x", 5),
      workflow("w").sleep("x", 6),
      workflow("w").on("x", { event: go, run: () => 1 }),
      workflow("w").on("x", { event: go, concurrency: 2, run: () => 1 }),
      workflow("w").loop("x", { until: () => true, maxIterations: 2, run: () => 1 }),
      workflow("w").loop("x", { until: () => true, maxIterations: 3, run: () => 1 }),
      workflow("w").map("x", { over: [1], run: () => 1 }),
      workflow("w").map("x", { over: [1], concurrency: 2, run: () => 1 }),
    ].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });

  it("differs with what is in its sub-workflows, however deep", () => {
    const nested = (constant: number) => {
      const inner = workflow("inner").step("x", { params: { constant }, run: () => 1 });
      const middle = workflow("middle").subflow("inner", { workflow: inner });
      return workflow("outer").subflow("middle", { workflow: middle }).fingerprint;
    };
    expect(nested(1)).not.toBe(nested(2));
    expect(nested(1)).toBe(nested(1));
  });
});
