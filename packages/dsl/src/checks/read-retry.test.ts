import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { workflow } from "../workflow.ts";

const run = () => 1;

function policyOf(retry: unknown) {
  return workflow("report").step("merge", { run, retry: retry as {} }).plan.steps[0]!.retry; // what the compiler refuses is checked at run time too
}

describe("retry", () => {
  it("is one attempt if it is left out", () => {
    expect(policyOf(undefined)).toEqual({
      attempts: 1,
      delayMs: 0,
      backoff: "fixed",
      factor: 2,
      maxDelayMs: Number.POSITIVE_INFINITY,
      jitter: 0,
    });
    expect(policyOf({})).toEqual(policyOf(undefined));
  });

  it("becomes a policy, with its times in milliseconds", () => {
    const when = () => true;
    const retry = { attempts: 5, delay: "1s", backoff: "exponential", factor: 3, maxDelay: "1m", jitter: 0.5, when };
    expect(policyOf(retry)).toEqual({
      attempts: 5,
      delayMs: 1000,
      backoff: "exponential",
      factor: 3,
      maxDelayMs: 60_000,
      jitter: 0.5,
      when,
    });
    expect(Object.isFrozen(policyOf(retry))).toBe(true);
  });

  it("may go on for ever", () => {
    const endless = { attempts: Number.POSITIVE_INFINITY, maxDelay: Number.POSITIVE_INFINITY };
    expect(policyOf(endless)).toMatchObject({
      attempts: Number.POSITIVE_INFINITY,
      maxDelayMs: Number.POSITIVE_INFINITY,
    });
  });
});

describe("retry is refused with a message for", () => {
  const step = 'Step "merge" of workflow "report"';
  const durations = 'or a text such as "500ms", "30s", "5m", "2h" or "1d".';

  it.each([
    ["retry that is no object", 3, `${step} got 3 as retry. Give an object such as { attempts: 3, delay: 500 }.`],
    [
      "an unknown option of retry",
      { attemps: 3 },
      `${step} got the unknown option "retry.attemps". Did you mean "attempts"?`,
    ],
    [
      "no attempts",
      { attempts: 0 },
      `${step} got 0 as retry.attempts. Give a whole number of at least 1, or Infinity.`,
    ],
    [
      "negative attempts",
      { attempts: -1 },
      `${step} got -1 as retry.attempts. Give a whole number of at least 1, or Infinity.`,
    ],
    [
      "half an attempt",
      { attempts: 1.5 },
      `${step} got 1.5 as retry.attempts. Give a whole number of at least 1, or Infinity.`,
    ],
    [
      "attempts that are not a number",
      { attempts: Number.NaN },
      `${step} got NaN as retry.attempts. Give a whole number of at least 1, or Infinity.`,
    ],
    ["a negative delay", { delay: -1 }, `${step} got -1 as retry.delay. Give milliseconds of at least 0, ${durations}`],
    [
      "an endless delay",
      { delay: Number.POSITIVE_INFINITY },
      `${step} got Infinity as retry.delay. Give milliseconds of at least 0, ${durations}`,
    ],
    [
      "a longest delay that is not a number",
      { maxDelay: Number.NaN },
      `${step} got NaN as retry.maxDelay. Give milliseconds of at least 0, ${durations}`,
    ],
    [
      "a backoff near a known one",
      { backoff: "exponetial" },
      `${step} got "exponetial" as retry.backoff. Give one of "fixed", "linear", "exponential". Did you mean "exponential"?`,
    ],
    [
      "a backoff that is no text",
      { backoff: 2 },
      `${step} got 2 as retry.backoff. Give one of "fixed", "linear", "exponential".`,
    ],
    ["a factor of 0", { factor: 0 }, `${step} got 0 as retry.factor. Give a number above 0.`],
    [
      "an endless factor",
      { factor: Number.POSITIVE_INFINITY },
      `${step} got Infinity as retry.factor. Give a number above 0.`,
    ],
    ["jitter above 1", { jitter: 1.5 }, `${step} got 1.5 as retry.jitter. Give a number from 0 to 1.`],
    [
      "jitter that is not a number",
      { jitter: Number.NaN },
      `${step} got NaN as retry.jitter. Give a number from 0 to 1.`,
    ],
    [
      "a condition that is no function",
      { when: true },
      `${step} got true as retry.when. Give a function that returns true or false at once.`,
    ],
    [
      "an async condition",
      { when: async () => true },
      `${step} got an async function as retry.when. Give a function that returns true or false at once.`,
    ],
  ])("%s", (_, retry, message) => {
    expect(() => policyOf(retry)).toThrow(new DefinitionError(message));
  });
});
