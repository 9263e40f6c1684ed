import type { RetryPolicy } from "@stepspan/engine";
import { checkKeys } from "./check-keys.ts";
import { readChoice, readDelay, readNumber, refused, type WrittenOption } from "./options.ts";
import { isAsyncFunction } from "./show-value.ts";

const keys = ["attempts", "delay", "backoff", "factor", "maxDelay", "jitter", "when"] as const;

/** One attempt and no more: the policy of a step without `retry`. */
export const noRetry: RetryPolicy = Object.freeze({
  attempts: 1,
  delayMs: 0,
  backoff: "fixed",
  factor: 2,
  maxDelayMs: Infinity,
  jitter: 0,
});

/** Null if it was left out. @throws DefinitionError for unknown keys and values that make no sense */
export function readRetry(option: WrittenOption): RetryPolicy | null {
  if (option.value === undefined) return null;
  if (typeof option.value !== "object" || option.value === null || Array.isArray(option.value)) {
    throw refused(option, "Give an object such as { attempts: 3, delay: 500 }.");
  }
  const written = checkKeys(option.value, keys, option.place, "retry.");
  const part = (key: (typeof keys)[number]): WrittenOption => ({
    place: option.place,
    name: `retry.${key}`,
    value: written[key],
  });
  const when = readWhen(part("when"));
  return Object.freeze({
    attempts: readNumber(part("attempts"), noRetry.attempts, isCount, "a whole number of at least 1, or Infinity"),
    delayMs: readDelay(part("delay"), noRetry.delayMs),
    backoff: readChoice(part("backoff"), ["fixed", "linear", "exponential"]),
    factor: readNumber(part("factor"), noRetry.factor, isFactor, "a number above 0"),
    maxDelayMs: readDelay(part("maxDelay"), noRetry.maxDelayMs),
    jitter: readNumber(part("jitter"), noRetry.jitter, isShare, "a number from 0 to 1"),
    ...(when === null ? {} : { when }),
  });
}

function readWhen(option: WrittenOption): NonNullable<RetryPolicy["when"]> | null {
  if (option.value === undefined) return null;
  if (typeof option.value !== "function" || isAsyncFunction(option.value)) {
    throw refused(option, "Give a function that returns true or false at once.");
  }
  return option.value as NonNullable<RetryPolicy["when"]>; // only the runner calls it, and looks at what it returns
}

function isCount(value: number): boolean {
  return value === Infinity || (Number.isInteger(value) && value >= 1);
}

function isFactor(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}
