import type {
  EvaluationRead,
  EventBody,
  EventType,
  ParkReason,
  ReusedOutcome,
  Suspension,
  WaitOutcome,
} from "../core/events.ts";
import type { StalledStep } from "../errors/run-errors.ts";
import type { RerunOf } from "../spans/run.ts";
import type { CancelReason, ReusedFrom, SkipReason } from "../spans/span.ts";
import { amount, count, type FieldsOf, flag, list, nullable, oneOf, text } from "./event-field.ts";
import { object, variants } from "./event-objects.ts";
import { outline } from "./event-outline.ts";
import { error, patch, prose, thrown, value, valueList, values } from "./event-values.ts";

/** How each type of event is written: a new type, or a new field of one, does not compile without its entry. */
export type EventForms = {
  readonly [Type in EventType]: FieldsOf<Omit<Extract<EventBody, { readonly type: Type }>, "type">>;
};

const reads = list(object<EvaluationRead>({ step: text, parameter: nullable(text) }));

const suspensions = list(object<Suspension>({ parameter: nullable(text), on: list(text) }));

const stalledSteps = list(
  object<StalledStep>({ step: text, waitsFor: list(text), isQueued: flag, event: nullable(text) }),
);

const skipReason = variants<SkipReason, "kind">("kind", {
  guard: {},
  skipWith: { step: text },
  upstream: { step: text },
});

const cancelReason = variants<CancelReason, "kind">("kind", {
  cancel: { reason: thrown },
  failFast: { step: text },
  timeout: {},
  stalled: {},
  race: { step: text },
  stopped: { step: text },
});

const waitOutcome = variants<WaitOutcome, "kind">("kind", {
  answered: { data: value },
  elapsed: {},
  "timed-out": {},
  failed: { error },
});

const reusedOutcome = variants<ReusedOutcome, "kind">("kind", {
  succeeded: { output: value },
  failed: { error },
  skipped: { because: skipReason },
  cancelled: { because: cancelReason },
});

const parkReason = variants<ParkReason, "kind">("kind", {
  crashes: { count },
  mismatch: { message: text },
});

/** Fields that can hold values of users are written by the codec, all others as readable JSON. */
export const eventForms = {
  "run-started": {
    runId: text,
    workflow: text,
    version: nullable(text),
    outline,
    parentRunId: nullable(text),
    rerunOf: nullable(object<RerunOf>({ runId: text, from: nullable(text) })),
    input: value,
    state: values,
    metadata: values,
    timeoutMs: nullable(amount),
    gracePeriodMs: amount,
    live: flag,
    resources: list(text),
  },
  "map-started": { path: text, items: valueList, reads },
  "loop-started": { path: text, reads },
  "iteration-decided": { path: text, isLast: flag },
  "intake-opened": { path: text, reads },
  "child-started": { path: text, reads, input: value, state: values, flowState: nullable(values) },
  "wait-started": {
    path: text,
    wait: count,
    event: nullable(text),
    isSelective: flag,
    dueAt: nullable(amount),
    reads,
  },
  "wait-ended": { path: text, wait: count, outcome: waitOutcome },
  "attempt-resumed": { path: text, attempt: count },
  "event-sent": { path: text, event: text, data: value, from: nullable(text), to: nullable(text) },
  "event-refused": { path: text, wait: count, sent: count },
  "state-changed": { path: text, layer: oneOf("state", "stepState", "flowState"), patches: list(patch) },
  "step-reused": {
    path: text,
    from: object<ReusedFrom>({ runId: text, path: text, time: amount }),
    params: nullable(values),
    reads,
    outcome: reusedOutcome,
  },
  "step-reopened": { path: text },
  "stop-requested": { path: text, output: value },
  "run-paused": {},
  "run-resumed": { isRestart: flag, isCrash: flag },
  "definition-changed": { outline },
  "run-parked": { because: parkReason },
  "intake-closed": {},
  "evaluation-suspended": { path: text, suspensions },
  "step-queued": { path: text, params: values, reads },
  "attempt-started": { path: text, attempt: count },
  "attempt-failed": { path: text, attempt: count, error, retryAt: amount },
  "retry-due": { path: text },
  "step-succeeded": { path: text, attempt: count, output: value },
  "step-failed": { path: text, attempt: count, error, tolerated: flag, reads },
  "step-skipped": { path: text, because: skipReason, reads },
  "step-cancelled": { path: text, because: cancelReason, error: nullable(error) },
  "cancel-requested": { path: text, because: cancelReason },
  "grace-expired": { path: text, always: flag },
  "run-stalled": { path: text, steps: stalledSteps },
  "variable-set": { path: text, name: text, value },
  "usage-added": { path: text, unit: text, amount },
  "log-written": { path: text, level: oneOf("debug", "info", "warn", "error"), message: prose, fields: values },
  "run-finished": { status: oneOf("succeeded", "failed", "cancelled"), output: value, errors: list(error) },
} as const satisfies EventForms;
