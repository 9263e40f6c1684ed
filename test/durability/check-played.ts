import type { Run } from "@stepspan/engine";
import { expect } from "vitest";
import type { PlayedRun } from "../support/crashing-host.ts";

/** What came of a run, without times and ids. */
export function outcomeOfRun(run: Run): unknown {
  return {
    status: run.status,
    output: run.output,
    errors: run.errors.map(({ message }) => message),
    spans: run.spans
      .map(({ path, status, output, error, attempts, waits }) => ({
        ...{ path, status, output, waits: waits.map(({ endedAt }) => endedAt !== null) },
        error: textOf(status, error),
        attempts: attempts.map((attempt) => `${attempt.number} ${textOf(status, attempt.error)}`),
      }))
      .sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

/** What an attempt throws that is told to end is lost if its process ends before. */
function textOf(status: string, error: Error | null): string {
  return status === "cancelled" || error === null ? "" : error.message;
}

/** What holds for a run however often its process ended. */
export function checkPlayed({ run, events, calls, acknowledged }: PlayedRun, expected: unknown): void {
  expect(outcomeOfRun(run)).toEqual(expected);
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ type }) => type === "event-sent").length).toBeGreaterThanOrEqual(acknowledged);
  const successes = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "step-succeeded") continue;
    expect(successes.has(event.path), `${event.path} succeeded once`).toBe(false);
    successes.set(event.path, event.sequence);
  }
  const keys = new Map<string, string>();
  for (const { path, key, stored } of calls) {
    expect(stored < (successes.get(path) ?? Infinity), `${path} runs again after its success`).toBe(true);
    expect(key, `${path} has one key`).toBe(keys.get(path) ?? key);
    keys.set(path, key);
  }
  expect(new Set(keys.values()).size, "each step has a key of its own").toBe(keys.size);
}
