import { type CachePolicy, DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import type { BuiltWorkflow } from "../built-workflow.ts";
import { defineEvent } from "../define-event.ts";
import { defineStep } from "../define-step.ts";
import { workflow } from "../workflow.ts";

const unchecked = workflow("report").step("first", { run: () => 1 }) as unknown as BuiltWorkflow;
const run = () => null;

function cacheOf(built: BuiltWorkflow): CachePolicy | null {
  return built.plan.steps.at(-1)!.cache;
}

function policyOf(options: object): CachePolicy | null {
  return cacheOf(unchecked.step("price", { run, ...options }));
}

describe("the option cache", () => {
  it.each([[undefined], [false]])("is off if it is %o", (cache) => {
    expect(policyOf({ cache })).toBe(null);
    expect(unchecked.step("price", { run, cache }).plan.hasCache).toBe(false);
  });

  it.each([[true], [{}], [{ key: undefined, ttl: undefined, version: undefined }]])("is on if it is %o", (cache) => {
    expect(policyOf({ cache })).toMatchObject({ key: null, ttlMs: null, version: null });
    expect(unchecked.step("price", { run, cache }).plan.hasCache).toBe(true);
  });

  it("takes a key, a time to live and a version", () => {
    const key = () => "all";
    const policy = policyOf({ cache: { key, ttl: "2h", version: "b" } });
    expect(policy).toMatchObject({ key, ttlMs: 7_200_000, version: "b" });
    expect(Object.isFrozen(policy)).toBe(true);
  });

  it("is one of maps, of loops and of shared bodies too", () => {
    expect(cacheOf(unchecked.map("pages", { over: [1], run, cache: true }))).not.toBe(null);
    expect(cacheOf(unchecked.loop("tries", { run, until: () => true, maxIterations: 2, cache: true }))).not.toBe(null);
    expect(policyOf({ run: defineStep({ run }), cache: true })?.source).toBe(policyOf({ cache: true })?.source);
  });

  it("is seen through sub-workflows", () => {
    const inner = unchecked.step("price", { run, cache: true });
    const outer = workflow("outer") as unknown as BuiltWorkflow;
    expect(outer.subflow("inner", { workflow: inner }).plan.hasCache).toBe(true);
    expect(outer.subflow("inner", { workflow: unchecked }).plan.hasCache).toBe(false);
  });

  it("knows another body, and another collect, by their sources", () => {
    const collect = (items: readonly unknown[]) => items;
    const options = [{ run }, { run: () => 1 }, { run, collect }, { run, collect: () => 1 }];
    const sources = options.map((option) => policyOf({ cache: true, ...option })?.source);
    expect(new Set(sources).size).toBe(4);
  });
});

describe("the option cache is refused", () => {
  const step = 'Step "price" of workflow "report"';
  const child = workflow("child").step("only", { run });

  it.each([
    [1, `${step} got 1 as cache. Give true, or an object such as { ttl: "1h" }.`],
    ["1h", `${step} got "1h" as cache. Give true, or an object such as { ttl: "1h" }.`],
    [null, `${step} got null as cache. Give true, or an object such as { ttl: "1h" }.`],
    [[], `${step} got an array as cache. Give true, or an object such as { ttl: "1h" }.`],
    [{ tll: 5 }, `${step} got the unknown option "cache.tll". Did you mean "ttl"?`],
    [
      { ttl: 0 },
      `${step} got 0 as cache.ttl. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
    ],
    [{ version: 2 }, `${step} got 2 as cache.version. Give a text that is not empty.`],
    [
      { key: "id" },
      `${step} got "id" as cache.key. Give a function that returns a text, or a list of values, at once.`,
    ],
    [
      { key: async () => "id" },
      `${step} got an async function as cache.key. Give a function that returns a text, or a list of values, at once.`,
    ],
  ])("where it is %o", (cache, message) => {
    expect(() => policyOf({ cache })).toThrow(new DefinitionError(message));
  });

  it.each([
    ["map", { over: [] }],
    ["loop", { until: () => true, maxIterations: 2 }],
  ] as const)("for a %s over a workflow", (kind, options) => {
    expect(() => unchecked[kind]("price", { ...options, run: child, cache: true })).toThrow(
      new DefinitionError(
        `${step} runs workflow "child", so it cannot have cache. Write cache on the steps of workflow "child" that it is meant for.`,
      ),
    );
  });

  it("for a sub-workflow", () => {
    expect(() => unchecked.subflow("price", { workflow: child, cache: true })).toThrow(
      new DefinitionError(
        `${step} is a sub-workflow, so it cannot have cache. Write it on the steps of the workflow that it runs.`,
      ),
    );
  });

  const event = defineEvent("paid");

  it.each([
    ["race", () => unchecked.race("price", { of: [], cache: true })],
    ["wait", () => unchecked.wait("price", { event, cache: true })],
    ["sleep", () => unchecked.sleep("price", 5, { cache: true })],
    ["step that runs for each event", () => unchecked.on("price", { event, run, cache: true })],
  ])("for a %s", (kind, write) => {
    expect(write).toThrow(
      new DefinitionError(
        `${step} is a ${kind}, so it cannot have cache. What comes of it is new in each run: write cache on a step, a map or a loop whose run is a function.`,
      ),
    );
  });
});
