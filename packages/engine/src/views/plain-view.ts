import { describeThrown } from "../errors/thrown.ts";
import type { Run } from "../spans/run.ts";
import type { CancelReason, Span } from "../spans/span.ts";

/** The method that Node's consoles and `util.inspect` call. @see https://nodejs.org/api/util.html#utilinspectcustom */
export const inspectMethod: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** What Node hands to that method: how deep it may go (null: without end), its options, and itself. */
export type InspectArguments = readonly [
  depth: number | null,
  options: object,
  inspect?: (value: unknown, options: object) => string,
];

/** A span as JSON shows it: all of its fields, errors by name, code and message. */
export function spanForJson(span: Span): object {
  const fields = fieldsOf(span);
  const attempts = fields.attempts.map((attempt) => ({ ...attempt, error: plainError(attempt.error) }));
  const { waited } = span;
  return { ...fields, waited, error: plainError(fields.error), cancelled: plainReason(fields.cancelled), attempts };
}

/** A run as JSON shows it, with its spans in brief. */
export function runForJson(run: Run): object {
  return { ...fieldsOfRun(run), errors: run.errors.map(plainError), spans: run.spans.map(inBrief) };
}

/** A span as a console shows it: without what is empty. */
export function inspectSpan(span: Span, given: InspectArguments): unknown {
  const { waited } = span;
  const hasWaited = Object.values(waited).some((ms) => ms > 0);
  return inspected("Span", { ...fieldsOf(span), ...(hasWaited ? { waited } : {}) }, given);
}

/** A run as a console shows it: without what is empty, a line for each span. */
export function inspectRun(run: Run, given: InspectArguments): unknown {
  return inspected("Run", { ...fieldsOfRun(run), errors: run.errors, spans: run.spans.map(lineOf) }, given);
}

function inspected(name: string, all: object, [depth, options, inspect]: InspectArguments): unknown {
  const fields = Object.fromEntries(Object.entries(all).filter(([, value]) => !isEmpty(value)));
  if (inspect === undefined) return fields;
  return depth !== null && depth < 0 ? `[${name}]` : `${name} ${inspect(fields, { ...options, depth })}`;
}

function fieldsOf(span: Span) {
  const { name, path, id, parentId, status, input, output, error, skipped, cancelled } = span;
  const { vars, usage, logs, attempts, dependencies, reusedFrom, queuedAt, startedAt, finishedAt, duration } = span;
  return {
    ...{ name, path, id, parentId, status, input, output, error, skipped, cancelled },
    ...{ vars, usage, logs, attempts, dependencies, ...(reusedFrom === null ? {} : { reusedFrom }) },
    ...{ queuedAt, startedAt, finishedAt, duration },
  };
}

function fieldsOfRun(run: Run) {
  const { runId, workflow, status, input, output, metadata, parentRunId, rerunOf, usage } = run;
  const { startedAt, finishedAt, duration } = run;
  return {
    ...{ runId, workflow, status, input, output, metadata, parentRunId },
    ...(rerunOf === null ? {} : { rerunOf }),
    usage,
    ...{ startedAt, finishedAt, duration },
  };
}

function inBrief(span: Span): object {
  const { name, status, duration } = span;
  const because = reasonOf(span);
  return because === null ? { name, status, duration } : { name, status, duration, because };
}

function lineOf(span: Span): string {
  const because = reasonOf(span);
  const time = span.startedAt === null ? "" : `, ${Number(span.duration.toFixed(1))} ms`;
  return `${span.name}: ${span.status}${because === null ? "" : ` (${because})`}${time}`;
}

/** Why a step was skipped or cancelled. */
function reasonOf({ skipped, cancelled }: Span): string | null {
  const because = skipped ?? cancelled;
  if (because === null) return null;
  return "step" in because ? `${because.kind}, ${JSON.stringify(because.step)}` : because.kind;
}

function plainError(error: Error | null): object | null {
  if (error === null) return null;
  const { name, message } = error;
  return "code" in error ? { name, code: error.code, message } : { name, message };
}

/** What was given to `cancel` may be anything. */
function plainReason(because: CancelReason | null): object | null {
  if (because?.kind !== "cancel" || because.reason === undefined) return because;
  return {
    kind: because.kind,
    reason: typeof because.reason === "string" ? because.reason : describeThrown(because.reason),
  };
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === null || value === undefined;
  const isContainer = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isContainer && Object.keys(value).length === 0;
}
