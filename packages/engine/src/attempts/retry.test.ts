import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RetryPolicy } from "../plan/definition.ts";
import { retryDelay } from "./retry.ts";

const base: RetryPolicy = {
  attempts: 5,
  delayMs: 100,
  backoff: "fixed",
  factor: 2,
  maxDelayMs: Number.POSITIVE_INFINITY,
  jitter: 0,
};
const boom = new Error("boom");

/** The delays after the attempts 1, 2, 3…; null where no retry follows. */
function delaysOf(policy: Partial<RetryPolicy>, count = 5, random = 0.5): (number | null)[] {
  return Array.from({ length: count }, (_, at) => retryDelay({ ...base, ...policy }, at + 1, boom, () => random));
}

describe("the delay before a retry", () => {
  it.each<[string, Partial<RetryPolicy>, (number | null)[]]>([
    ["fixed", { backoff: "fixed" }, [100, 100, 100, 100, null]],
    ["linear", { backoff: "linear" }, [100, 200, 300, 400, null]],
    ["exponential", { backoff: "exponential" }, [100, 200, 400, 800, null]],
    ["exponential with a factor", { backoff: "exponential", factor: 3 }, [100, 300, 900, 2700, null]],
    ["exponential with a factor of 1", { backoff: "exponential", factor: 1 }, [100, 100, 100, 100, null]],
    ["no longer than maxDelay", { backoff: "exponential", maxDelayMs: 250 }, [100, 200, 250, 250, null]],
    ["none", { delayMs: 0, backoff: "linear" }, [0, 0, 0, 0, null]],
    ["with all of it drawn at random", { jitter: 1 }, [50, 50, 50, 50, null]],
    ["with a part of it drawn at random", { jitter: 0.2 }, [90, 90, 90, 90, null]],
    ["with jitter below maxDelay", { backoff: "linear", maxDelayMs: 200, jitter: 0.5 }, [75, 150, 150, 150, null]],
  ])("is %s", (_name, policy, delays) => {
    expect(delaysOf(policy)).toEqual(delays);
  });

  it("is none for a step of one attempt", () => {
    expect(delaysOf({ attempts: 1 }, 1)).toEqual([null]);
  });

  it("goes on for ever with Infinity attempts", () => {
    expect(retryDelay({ ...base, attempts: Number.POSITIVE_INFINITY }, 1e9, boom, () => 0)).toBe(100);
  });

  it("stays 0 after 1,100 attempts without delay: 2 to the power of 1,100 is Infinity, and 0 times that is no number", () => {
    const policy: Partial<RetryPolicy> = { attempts: Number.POSITIVE_INFINITY, delayMs: 0, backoff: "exponential" };
    expect(retryDelay({ ...base, ...policy }, 1100, boom, () => 0.5)).toBe(0);
    expect(retryDelay({ ...base, ...policy, delayMs: 1, maxDelayMs: 70 }, 1100, boom, () => 0.5)).toBe(70);
  });

  it("stays within the share that is drawn at random, whatever is drawn", () => {
    const policies = fc.record({
      backoff: fc.constantFrom("fixed", "linear", "exponential"),
      delayMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
      maxDelayMs: fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(Number.POSITIVE_INFINITY)),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      factor: fc.double({ min: 1, max: 10, noNaN: true }),
    });
    const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 40 }), draws, (some, attempt, drawn) => {
        const policy: RetryPolicy = { ...base, ...(some as Partial<RetryPolicy>), attempts: 41 };
        const most = retryDelay({ ...policy, jitter: 0 }, attempt, boom, () => drawn)!; // an attempt is left
        const delay = retryDelay(policy, attempt, boom, () => drawn);
        expect(delay).toBeLessThanOrEqual(most);
        expect(delay).toBeGreaterThanOrEqual(Math.max(0, most * (1 - policy.jitter) * (1 - 1e-12)));
      }),
    );
  });
});

describe("retry.when", () => {
  it("is asked about what was thrown and the number of the attempt", () => {
    const asked: unknown[] = [];
    const when = (...given: unknown[]) => asked.push(given) < 2;
    expect(delaysOf({ when }, 3)).toEqual([100, null, null]);
    expect(asked).toEqual([
      [boom, 1],
      [boom, 2],
      [boom, 3],
    ]);
  });

  it("is not asked where no attempt is left", () => {
    const when = () => {
      throw new Error("It was asked.");
    };
    expect(retryDelay({ ...base, attempts: 2, when }, 2, boom, () => 0)).toBeNull();
  });

  it("passes on what it throws", () => {
    const when = () => {
      throw boom;
    };
    expect(() => delaysOf({ when })).toThrow(boom);
  });

  it.each([
    ["a promise", async () => true],
    ["a promise", () => Promise.reject(new Error("no"))],
    ["undefined", () => undefined],
    ["null", () => null],
    ["1", () => 1],
    ['"yes"', () => "yes"],
  ])("is refused if it answers neither true nor false but %s", (shown, when) => {
    expect(() => delaysOf({ when: when as never })).toThrow(
      expect.objectContaining({
        code: "DEFINITION",
        message: `retry.when returned ${shown}. Return true or false, synchronously.`,
      }),
    );
  });
});
