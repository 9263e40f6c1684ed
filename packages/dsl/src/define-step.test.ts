import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineStep, sharedBodyOf } from "./define-step.ts";
import { workflow } from "./workflow.ts";

const define: (options?: unknown) => unknown = defineStep as never; // what the compiler refuses is checked at run time too
const run = () => 1;

describe("defineStep", () => {
  it("keeps what it says, for the step that uses it", () => {
    const input = z.object({});
    const output = z.number();
    const shared = defineStep({
      input,
      output,
      run,
      retry: { attempts: 3 },
      timeout: "30s",
      queue: "slow",
      pool: "gpu",
      priority: 2,
    });
    const [step] = workflow("w").step("a", { run: shared }).plan.steps;
    expect(step).toMatchObject({ timeoutMs: 30_000, queue: "slow", pool: "gpu", priority: 2, retry: { attempts: 3 } });
    expect([step!.input, step!.output]).toEqual([input, output]);
    expect(step!.form).toEqual({ kind: "single", body: { kind: "function", run, collect: null } });
  });

  it("gives way to what the step says", () => {
    const shared = defineStep({ run, retry: { attempts: 3 }, timeout: "30s", queue: "slow", pool: "gpu", priority: 2 });
    const options = { run: shared, retry: { attempts: 5 }, timeout: 500, queue: "fast", pool: "near", priority: 0 };
    const [step] = workflow("w").step("a", options).plan.steps;
    expect(step).toMatchObject({ timeoutMs: 500, queue: "fast", pool: "near", priority: 0, retry: { attempts: 5 } });
  });

  it("is shared: frozen, and not changed by the workflows that use it", () => {
    const shared = defineStep({ run });
    const first = workflow("v").step("a", { run: shared, priority: 5 });
    const second = workflow("w").step("b", { run: shared });
    expect([first.plan.steps[0]!.priority, second.plan.steps[0]!.priority]).toEqual([5, 0]);
    expect([Object.isFrozen(shared), Object.isFrozen(sharedBodyOf(shared))]).toEqual([true, true]);
  });

  it.each([
    [undefined, "A step made with defineStep got undefined in place of its options. Give an object."],
    [{}, "A step made with defineStep got undefined as run. Give a function."],
    [{ run: "load" }, 'A step made with defineStep got "load" as run. Give a function.'],
    [
      { run, when: run },
      'A step made with defineStep got the unknown option "when". Its options are input, output, run, retry, timeout, queue, pool, priority, estimate.',
    ],
    [{ run, input: 5 }, "A step made with defineStep got 5 as input. Give a schema of zod 4."],
    [{ run, priority: Number.NaN }, "A step made with defineStep got NaN as priority. Give a number."],
    [
      { run, retry: { attempts: 0 } },
      "A step made with defineStep got 0 as retry.attempts. Give a whole number of at least 1, or Infinity.",
    ],
  ])("refuses %o", (options, message) => {
    expect(() => define(options)).toThrow(new DefinitionError(message));
  });
});

describe("sharedBodyOf", () => {
  it("is null for all else", () => {
    for (const other of [undefined, null, 5, run, {}, Object.create(defineStep({ run }))]) {
      expect(sharedBodyOf(other)).toBeNull();
    }
  });
});
