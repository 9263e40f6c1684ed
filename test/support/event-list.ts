import type { EventBody, RunEvent } from "@stepspan/engine";
import { someOutline } from "./some-outline.ts";

const started: EventBody = {
  type: "run-started",
  runId: "r",
  workflow: "w",
  version: null,
  outline: someOutline,
  parentRunId: null,
  rerunOf: null,
  input: { day: "today" },
  state: {},
  metadata: {},
  timeoutMs: Infinity,
  gracePeriodMs: 5000,
  live: false,
  resources: ["db"],
};

/** The events of a run that begins and goes on with these. */
export function inPlace(...bodies: EventBody[]): RunEvent[] {
  return [started, ...bodies].map((body, index) => ({ ...body, sequence: index + 1, time: 1000 + index }));
}
