import { DefinitionError, type StepDefinition } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineEvent } from "../define-event.ts";
import { workflow } from "../workflow.ts";

const approved = defineEvent("approved", z.object({ by: z.string() }));
const base = workflow("approve").step("ask", { run: () => true });

/** What the compiler refuses is checked at run time too. */
function define(method: "wait" | "sleep", ...given: readonly unknown[]): StepDefinition {
  const unchecked = base as unknown as Record<string, (...given: readonly unknown[]) => typeof base>;
  return unchecked[method]!("pause", ...given).plan.steps.at(-1)!;
}

describe("a wait", () => {
  it("keeps what it waits for", () => {
    const where = () => true;
    const definition = define("wait", { event: approved, where, timeout: "1d", dependsOn: ["ask"], when: () => true });
    expect(definition).toMatchObject({ dependsOn: ["ask"], params: [], timeoutMs: null, retry: { attempts: 1 } });
    expect(definition.form).toEqual({ kind: "wait", event: approved, where, timeoutMs: 86_400_000 });
    expect(definition.when).not.toBeNull();
  });

  it("takes any such event for ever by itself", () => {
    expect(define("wait", { event: approved }).form).toMatchObject({ where: null, timeoutMs: null });
  });

  it.each([
    [{}, 'got undefined as event. Give an event made with defineEvent("name", schema).'],
    [{ event: "approved" }, 'got "approved" as event. Give an event made with defineEvent("name", schema).'],
    [
      { event: approved, where: async () => true },
      "got an async function as where. Give a function that looks at the event's data and returns true or false at once.",
    ],
    [
      { event: approved, where: "me" },
      'got "me" as where. Give a function that looks at the event\'s data and returns true or false at once.',
    ],
    [
      { event: approved, timeout: 0 },
      'got 0 as timeout. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      { event: approved, run: () => 1 },
      'got the unknown option "run". Its options are event, where, timeout, estimate, when, dependsOn, skipWith, continueOnError.',
    ],
  ])("is refused with %o", (options, message) => {
    expect(() => define("wait", options)).toThrow(new DefinitionError(`Step "pause" of workflow "approve" ${message}`));
  });
});

describe("a sleep", () => {
  it("keeps how long it is", () => {
    expect(define("sleep", "30s").form).toEqual({ kind: "sleep", durationMs: 30_000 });
    expect(define("sleep", 0, { dependsOn: ["ask"] })).toMatchObject({ dependsOn: ["ask"], form: { durationMs: 0 } });
  });

  it.each([
    [
      "30 seconds",
      {},
      'got "30 seconds" as its duration. Give milliseconds of at least 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [
      undefined,
      {},
      'got undefined as its duration. Give milliseconds of at least 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".',
    ],
    [5, { timeout: 5 }, 'got the unknown option "timeout". Its options are when, dependsOn, skipWith.'],
  ])("is refused with %o and %o", (duration, options, message) => {
    expect(() => define("sleep", duration, options)).toThrow(
      new DefinitionError(`Step "pause" of workflow "approve" ${message}`),
    );
  });
});
