import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../../../test/support/difference.ts";
import { createCodec } from "../codec/codec.ts";
import type { EventBody, RunEvent } from "../core/events.ts";
import { StepError, StepTimeoutError } from "../errors/step-errors.ts";
import { lostLive } from "../state/live.ts";
import { decodeEvents, encodeEvents } from "./encode-events.ts";
import { eventForms } from "./event-forms.ts";

const file = join(import.meta.dirname, "fixtures", "events.json");
const codec = createCodec();

/** An error that says the same wherever it is made. */
function withStack<Failure extends Error>(error: Failure): Failure {
  error.stack = `${error.name}: ${error.message}\n    at somewhere`;
  return error;
}

const cause = withStack(new RangeError("far", { cause: { code: 5 } }));
const stepError = withStack(
  new StepError({ step: "pay", attempt: 1, cause, input: { id: 5 }, state: { total: 5n }, stepState: { tries: 2 } }),
);
const timeout = withStack(new StepTimeoutError({ step: "pay", attempt: 2, input: { id: 5 } }, 500));
const unheard = withStack(new StepTimeoutError({ step: "wait", attempt: 0, input: undefined }, 500, "approved"));
const reads = [
  { step: "fetch", parameter: "orders" },
  { step: "check", parameter: null },
];

/** An event of each type, and of each form of one. A fixture is never changed: stored runs have to be read for ever. */
const bodies: readonly EventBody[] = [
  {
    type: "run-started",
    runId: "6f1c",
    workflow: "order-report",
    version: "2",
    outline: {
      root: "8f2k",
      workflows: {
        "8f2k": {
          name: "order-report",
          version: "2",
          parts: [["returns", "", "pay"]],
          steps: [
            { name: "fetch", kind: "map", parts: [["over", "k1x9"]], workflow: "77ab" },
            { name: "pay", kind: "single", parts: [["params.orders", "a9c2", "fetch"], ["timeout", "500 ms"]], workflow: null }, // biome-ignore format: one line
          ],
        },
        "77ab": { name: "page", version: null, parts: [["returns", "p3r0"]], steps: [] },
      },
    },
    parentRunId: null,
    rerunOf: { runId: "5e0b", from: "pay" },
    input: { day: new Date(1_763_640_000_000), limit: 5n },
    state: {},
    metadata: { request: "r-1" },
    timeoutMs: Infinity,
    gracePeriodMs: 5000,
    live: true,
    resources: ["db", "logger"],
  },
  { type: "evaluation-suspended", path: "merge", suspensions: [{ parameter: null, on: ["fetch"] }, { parameter: "a", on: [] }] }, // biome-ignore format: one line
  { type: "step-queued", path: "pay", params: { orders: [{ id: 5 }], page: lostLive("the shop") }, reads },
  { type: "attempt-started", path: "pay", attempt: 1 },
  { type: "variable-set", path: "pay", name: "status", value: "active" },
  { type: "usage-added", path: "pay", unit: "tokens", amount: 120.5 },
  { type: "log-written", path: "pay", level: "info", message: "paid\n", fields: { amount: 5, at: new Date(5) } },
  { type: "attempt-failed", path: "pay", attempt: 1, error: stepError, retryAt: 1_763_640_001_000 },
  { type: "retry-due", path: "pay" },
  { type: "wait-started", path: "pay", wait: 1, event: "approved", isSelective: true, dueAt: null, reads: [] },
  { type: "wait-started", path: "nap", wait: 1, event: null, isSelective: false, dueAt: Infinity, reads },
  { type: "event-sent", path: "", event: "approved", data: { by: "Ann" }, from: null, to: "pay" },
  { type: "event-refused", path: "pay", wait: 1, sent: 12 },
  { type: "wait-ended", path: "pay", wait: 1, outcome: { kind: "answered", data: new Set(["yes"]) } },
  { type: "wait-ended", path: "nap", wait: 1, outcome: { kind: "elapsed" } },
  { type: "wait-ended", path: "pay", wait: 2, outcome: { kind: "timed-out" } },
  { type: "wait-ended", path: "pay", wait: 3, outcome: { kind: "failed", error: cause } },
  { type: "attempt-resumed", path: "pay", attempt: 2 },
  {
    type: "state-changed",
    path: "pay",
    layer: "stepState",
    patches: [
      { op: "add", path: ["orders", 0], value: { id: 5 } },
      { op: "replace", path: [], value: undefined },
      { op: "remove", path: ["old"] },
    ],
  },
  { type: "map-started", path: "each", items: [1, new Map([["a", -0]])], reads },
  { type: "loop-started", path: "again", reads: [] },
  { type: "iteration-decided", path: "again#1", isLast: false },
  { type: "intake-opened", path: "on", reads },
  { type: "child-started", path: "child", reads, input: 5, state: { count: 1 }, flowState: null },
  { type: "child-started", path: "child", reads, input: undefined, state: {}, flowState: { total: 1n } },
  { type: "step-succeeded", path: "fetch", attempt: 1, output: Uint8Array.from({ length: 1100 }, (_, at) => at % 256) },
  { type: "step-failed", path: "pay", attempt: 2, error: timeout, tolerated: true, reads: [] },
  { type: "step-failed", path: "wait", attempt: 0, error: unheard, tolerated: false, reads: [] },
  { type: "step-skipped", path: "a", because: { kind: "guard" }, reads },
  { type: "step-skipped", path: "b", because: { kind: "skipWith", step: "a" }, reads: [] },
  { type: "step-skipped", path: "c", because: { kind: "upstream", step: "a" }, reads: [] },
  { type: "step-cancelled", path: "d", because: { kind: "failFast", step: "pay" }, error: null },
  { type: "step-cancelled", path: "e", because: { kind: "race", step: "first" }, error: stepError },
  { type: "step-cancelled", path: "f", because: { kind: "stopped", step: "pay" }, error: null },
  { type: "cancel-requested", path: "", because: { kind: "cancel", reason: withStack(new DOMException("gone", "AbortError")) } }, // biome-ignore format: one line
  { type: "cancel-requested", path: "child", because: { kind: "timeout" } },
  { type: "cancel-requested", path: "", because: { kind: "stalled" } },
  { type: "grace-expired", path: "", always: true },
  { type: "run-stalled", path: "", steps: [{ step: "a", waitsFor: ["b"], isQueued: false, event: null }] },
  { type: "step-reopened", path: "connect" },
  { type: "stop-requested", path: "pay", output: { done: true } },
  { type: "run-paused" },
  { type: "run-resumed", isRestart: true, isCrash: true },
  { type: "run-parked", because: { kind: "crashes", count: 5 } },
  { type: "run-parked", because: { kind: "mismatch", message: 'Step "pay" is gone.' } },
  {
    type: "step-reused",
    path: "fetch",
    from: { runId: "5e0b", path: "fetch", time: 1_763_630_000_000 },
    params: { day: new Date(5) },
    reads,
    outcome: { kind: "succeeded", output: new Set(["yes"]) },
  },
  {
    type: "step-reused",
    path: "pay",
    from: { runId: "5e0b", path: "pay", time: 0.5 },
    params: null,
    reads: [],
    outcome: { kind: "failed", error: cause },
  },
  {
    type: "step-reused",
    path: "a",
    from: { runId: "5e0b", path: "a", time: 1 },
    params: null,
    reads: [],
    outcome: { kind: "skipped", because: { kind: "guard" } },
  },
  {
    type: "step-reused",
    path: "e",
    from: { runId: "5e0b", path: "e", time: 1 },
    params: null,
    reads: [],
    outcome: { kind: "cancelled", because: { kind: "race", step: "first" } },
  },
  { type: "intake-closed" },
  {
    type: "definition-changed",
    outline: {
      root: "9c1d",
      workflows: {
        "9c1d": {
          name: "order-report",
          version: "2",
          parts: [["returns", "b2", "pay"], ["failFast", "false"]], // biome-ignore format: one line
          steps: [
            { name: "fetch", kind: "single", parts: [], workflow: null },
            {
              name: "pay",
              kind: "single",
              parts: [["dependsOn", "", "fetch"], ["params.orders", "a9c2", "fetch"], ["when", "c3", "fetch"]], // biome-ignore format: one line
              workflow: null,
              edges: [
                ["dependsOn", "fetch"],
                ["when", "fetch", "dynamic", "settled"],
                ["params.orders", "fetch", "conditional", "default", "output", "orders"],
              ],
            },
          ],
        },
      },
    },
  },
  { type: "run-finished", status: "failed", output: undefined, errors: [timeout] },
];

const events: readonly RunEvent[] = bodies.map((body, index) => ({
  ...body,
  sequence: index + 1,
  time: 1_763_640_000_000 + index,
}));

describe("the events in the file of this form", () => {
  const stored: unknown = JSON.parse(readFileSync(file, "utf8"));

  it("are of all types", () => {
    expect([...new Set(bodies.map(({ type }) => type))].sort()).toEqual(Object.keys(eventForms).sort());
  });

  it("are read as they were written", () => {
    const sorted = (event: RunEvent) => Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1));
    const read = decodeEvents(stored, codec);
    expect(read.length).toBe(events.length);
    for (const [index, event] of events.entries()) {
      expect(differenceOf(sorted(event), sorted(read[index]!)), event.type).toBe(null);
    }
  });

  it("are still written so", () => {
    expect(encodeEvents(events, codec)).toEqual(stored);
  });
});
