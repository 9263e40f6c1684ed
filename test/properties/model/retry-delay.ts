import type { StepCase } from "../cases/workflow-case.ts";

/** Milliseconds between the end of an attempt and the next one, before jitter takes its share. */
export function longestDelay(retry: StepCase["retry"], attempt: number): number {
  let delay = retry.delayMs;
  if (retry.backoff === "linear") delay *= attempt;
  if (retry.backoff === "exponential") for (let number = 1; number < attempt; number++) delay *= retry.factor;
  return Math.min(delay, retry.maxDelayMs);
}
