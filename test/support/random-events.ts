import type {
  CancelReason,
  EdgeOutline,
  EventBody,
  EventType,
  ParkReason,
  PartOutline,
  PlanOutline,
  ReusedOutcome,
  RunEvent,
  SkipReason,
  StatePatch,
  StepOutline,
  WaitOutcome,
  WorkflowOutline,
} from "@stepspan/engine";
import { StepError } from "@stepspan/engine";
import fc from "fast-check";
import { record } from "../../packages/engine/src/state/record.ts";
import { classes, key, recordable } from "./recordable.ts";

function objectOf<Parts>(parts: { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> }): fc.Arbitrary<Parts> {
  return fc.record(parts, { noNullPrototype: true }) as fc.Arbitrary<Parts>; // all keys are required
}

/** Values as the engine holds them. */
const recorded = recordable.map((value) => record(value, "A value", classes));
const byName = fc.dictionary(key, recordable, { maxKeys: 3 }).map((values) => record(values, "Values", classes));
const name = fc.string({ unit: "binary", maxLength: 8 });
const nullableName = fc.option(name);
const count = fc.nat();
const number = fc.oneof(fc.double(), fc.constantFrom(Infinity, -Infinity, Number.NaN, -0, 0));
const nullableNumber = fc.option(number);
const flag = fc.boolean();
const error: fc.Arbitrary<Error> = fc.oneof(
  fc.tuple(name, recorded).map(([message, cause]) => new RangeError(message, { cause })),
  recorded.map((cause) => {
    const made = new StepError({ step: "pay", attempt: 1, cause, input: cause });
    Object.freeze(made.contextSnapshot);
    return made;
  }),
);
const reads = fc.array(objectOf({ step: name, parameter: nullableName }), { maxLength: 3 });
const skipReason = fc.oneof<fc.Arbitrary<SkipReason>[]>(
  fc.constant({ kind: "guard" }),
  objectOf({ kind: fc.constantFrom("skipWith", "upstream"), step: name }),
);
const cancelReason = fc.oneof<fc.Arbitrary<CancelReason>[]>(
  objectOf({ kind: fc.constant("cancel"), reason: recorded }),
  objectOf({ kind: fc.constantFrom("failFast", "race", "stopped"), step: name }),
  objectOf({ kind: fc.constantFrom("timeout", "stalled") }),
);
const waitOutcome = fc.oneof<fc.Arbitrary<WaitOutcome>[]>(
  objectOf({ kind: fc.constant("answered"), data: recorded }),
  objectOf({ kind: fc.constantFrom("elapsed", "timed-out") }),
  objectOf({ kind: fc.constant("failed"), error }),
);
const reusedOutcome = fc.oneof<fc.Arbitrary<ReusedOutcome>[]>(
  objectOf({ kind: fc.constant("succeeded"), output: recorded }),
  objectOf({ kind: fc.constant("failed"), error }),
  objectOf({ kind: fc.constant("skipped"), because: skipReason }),
  objectOf({ kind: fc.constant("cancelled"), because: cancelReason }),
);
const patch = fc.record(
  {
    op: fc.constantFrom<StatePatch["op"][]>("add", "replace", "remove"),
    path: fc.array(fc.oneof(key, fc.nat()), { maxLength: 3 }),
    value: recorded,
  },
  { requiredKeys: ["op", "path"], noNullPrototype: true },
);

const part = fc
  .tuple(name, name, fc.array(name, { maxLength: 2 }))
  .map(([part, text, reads]): PartOutline => [part, text, ...reads]);
const edge: fc.Arbitrary<EdgeOutline> = fc.oneof(
  fc.tuple(name, name),
  fc
    .tuple(
      name,
      name,
      fc.constantFrom("required", "conditional", "dynamic"),
      fc.constantFrom("plain", "default", "settled"),
      fc.array(name, { maxLength: 2 }),
    )
    .map(([from, to, certainty, mode, path]): EdgeOutline => [from, to, certainty, mode, ...path]),
);
const plainStep = {
  name,
  kind: fc.constantFrom("single", "map", "loop", "on", "race", "wait", "sleep"),
  parts: fc.array(part, { maxLength: 2 }),
  workflow: nullableName,
} as const;
const stepOutline = fc.oneof(
  objectOf<StepOutline>(plainStep),
  objectOf<StepOutline>({ ...plainStep, edges: fc.array(edge, { maxLength: 2 }) }),
);
const workflowOutline = objectOf<WorkflowOutline>({
  name,
  version: nullableName,
  parts: fc.array(part, { maxLength: 2 }),
  steps: fc.array(stepOutline, { maxLength: 2 }),
});
const outline: fc.Arbitrary<PlanOutline> = fc
  .tuple(key, workflowOutline, fc.dictionary(key, workflowOutline, { maxKeys: 2 }))
  .map(([root, own, below]) => ({ root, workflows: { ...below, [root]: own } }));

/** The fields of any event of each type. */
const fields = {
  "run-started": {
    runId: name,
    workflow: name,
    version: nullableName,
    outline,
    parentRunId: nullableName,
    rerunOf: fc.option(objectOf({ runId: name, from: nullableName })),
    input: recorded,
    state: byName,
    metadata: byName,
    timeoutMs: nullableNumber,
    gracePeriodMs: number,
    live: flag,
    resources: fc.array(name),
  },
  "map-started": { path: name, items: fc.array(recorded, { maxLength: 3 }), reads },
  "loop-started": { path: name, reads },
  "iteration-decided": { path: name, isLast: flag },
  "intake-opened": { path: name, reads },
  "child-started": { path: name, reads, input: recorded, state: byName, flowState: fc.option(byName) },
  "wait-started": { path: name, wait: count, event: nullableName, isSelective: flag, dueAt: nullableNumber, reads },
  "wait-ended": { path: name, wait: count, outcome: waitOutcome },
  "attempt-resumed": { path: name, attempt: count },
  "event-sent": { path: name, event: name, data: recorded, from: nullableName, to: nullableName },
  "event-refused": { path: name, wait: count, sent: count },
  "state-changed": {
    path: name,
    layer: fc.constantFrom("state", "stepState", "flowState"),
    patches: fc.array(patch, { maxLength: 3 }),
  },
  "run-parked": {
    because: fc.oneof<fc.Arbitrary<ParkReason>[]>(
      objectOf({ kind: fc.constant("crashes"), count }),
      objectOf({ kind: fc.constant("mismatch"), message: name }),
    ),
  },
  "step-reused": {
    path: name,
    from: objectOf({ runId: name, path: name, time: number }),
    params: fc.option(byName),
    reads,
    outcome: reusedOutcome,
  },
  "step-reopened": { path: name },
  "stop-requested": { path: name, output: recorded },
  "run-paused": {},
  "run-resumed": { isRestart: flag, isCrash: flag },
  "definition-changed": { outline },
  "intake-closed": {},
  "evaluation-suspended": {
    path: name,
    suspensions: fc.array(objectOf({ parameter: nullableName, on: fc.array(name) }), { maxLength: 2 }),
  },
  "step-queued": { path: name, params: byName, reads },
  "attempt-started": { path: name, attempt: count },
  "attempt-failed": { path: name, attempt: count, error, retryAt: number },
  "retry-due": { path: name },
  "step-succeeded": { path: name, attempt: count, output: recorded },
  "step-failed": { path: name, attempt: count, error, tolerated: flag, reads },
  "step-skipped": { path: name, because: skipReason, reads },
  "step-cancelled": { path: name, because: cancelReason, error: fc.option(error) },
  "cancel-requested": { path: name, because: cancelReason },
  "grace-expired": { path: name, always: flag },
  "run-stalled": {
    path: name,
    steps: fc.array(objectOf({ step: name, waitsFor: fc.array(name), isQueued: flag, event: nullableName }), {
      maxLength: 2,
    }),
  },
  "variable-set": { path: name, name, value: recorded },
  "usage-added": { path: name, unit: name, amount: number },
  "log-written": {
    path: name,
    level: fc.constantFrom("debug", "info", "warn", "error"),
    message: name,
    fields: byName,
  },
  "run-finished": {
    status: fc.constantFrom("succeeded", "failed", "cancelled"),
    output: recorded,
    errors: fc.array(error, { maxLength: 2 }),
  },
} satisfies { readonly [Type in EventType]: FieldArbitraries<Omit<Extract<EventBody, { type: Type }>, "type">> };

type FieldArbitraries<Fields> = { readonly [Key in keyof Fields]: fc.Arbitrary<Fields[Key]> };

/** One event of any type, without its place. */
export const eventBody: fc.Arbitrary<EventBody> = fc.oneof(...(Object.keys(fields) as EventType[]).map(bodyOf)); // its keys are the types

/** The events of a run, of all types: those between the first and the last are in any order. */
export const events: fc.Arbitrary<readonly RunEvent[]> = fc
  .tuple(
    bodyOf("run-started"),
    fc.array(eventBody, { maxLength: 12 }),
    fc.option(bodyOf("run-finished")),
    fc.array(fc.nat(5)),
  )
  .map(([first, between, last, steps]) => {
    const inner = between.filter(({ type }) => type !== "run-started" && type !== "run-finished");
    const bodies = [first, ...inner, ...(last === null ? [] : [last])];
    let time = 1_700_000_000_000;
    return bodies.map((body, index) => {
      time += steps[index] ?? 0.5;
      return Object.freeze({ ...body, sequence: index + 1, time });
    });
  });

function bodyOf(type: EventType): fc.Arbitrary<EventBody> {
  const parts: Record<string, fc.Arbitrary<unknown>> = fields[type];
  return objectOf({ ...parts, type: fc.constant(type) }) as unknown as fc.Arbitrary<EventBody>; // the fields of its type
}
