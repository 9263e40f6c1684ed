import type { Lambda, RetryPolicy, StepDefinition, StepForm, Subflow } from "./definition.ts";
import type { DefinitionHash } from "./function-hash.ts";
import type { PartOutline, StepOutline } from "./outline.ts";
import { unusualEdges } from "./outline-edges.ts";

/** What is noted of a step on the way to its outline. */
interface Notes {
  readonly hash: DefinitionHash;
  readonly parts: PartOutline[];
}

/** @param workflow the fingerprint of its sub-workflow */
export function outlineOfStep(step: StepDefinition, workflow: string | null, hash: DefinitionHash): StepOutline {
  const parts: PartOutline[] = [];
  const notes: Notes = { hash, parts };
  for (const parameter of step.params) {
    const name = hash.parameterPart(parameter.name);
    if (parameter.kind === "lambda") parts.push(lambdaPart(name, parameter.lambda, hash));
    else note(notes, name, hash.ofConstant(parameter.value));
  }
  if (step.when !== null) parts.push(lambdaPart("when", step.when, hash));
  noteNames(notes, "dependsOn", inOrder(step.dependsOn));
  noteNames(notes, "skipWith", inOrder(step.skipWith));
  noteForm(notes, step.form);
  noteOptions(notes, step);
  if (parts.length > 1) parts.sort(([one], [other]) => (one < other ? -1 : 1));
  const kept = Object.freeze(parts.slice()); // a list that has grown has room for more, which this one never needs
  const outline = { name: step.name, kind: step.form.kind, parts: kept, workflow };
  const edges = unusualEdges(step, kept);
  return Object.freeze(edges === null ? outline : { ...outline, edges });
}

/** A lambda, and the steps that it reads: each once, in the order of their names. */
export function lambdaPart(name: string, { evaluate, reads }: Lambda, hash: DefinitionHash): PartOutline {
  const text = hash.ofFunction(evaluate);
  if (reads.length === 0) return Object.freeze<PartOutline>([name, text]);
  if (reads.length === 1) return Object.freeze<PartOutline>([name, text, reads[0]!.step]); // there is one
  return Object.freeze<PartOutline>([name, text, ...inOrder(reads.map(({ step }) => step))]);
}

function inOrder(names: readonly string[]): readonly string[] {
  return names.length > 1 ? [...new Set(names)].sort() : names;
}

function note({ parts }: Notes, name: string, text: string): void {
  parts.push(Object.freeze<PartOutline>([name, text]));
}

/** Options that list steps. */
function noteNames({ parts }: Notes, name: string, steps: readonly string[]): void {
  if (steps.length > 0) parts.push(Object.freeze<PartOutline>([name, "", ...steps]));
}

function noteFunction(notes: Notes, name: string, fn: Function | null | undefined): void {
  if (fn != null) note(notes, name, notes.hash.ofFunction(fn));
}

/**
 * Not the estimate: it only says which of several steps starts first, which runs record and do not decide by it. Not
 * the pool: it only says where attempts are called, so a step may move to another one while runs are open.
 */
function noteOptions(notes: Notes, step: StepDefinition): void {
  if (step.always) note(notes, "always", "true");
  if (step.continueOnError) note(notes, "continueOnError", "true");
  if (step.timeoutMs !== null) note(notes, "timeout", `${step.timeoutMs} ms`);
  if (step.queue !== null) note(notes, "queue", JSON.stringify(step.queue));
  if (step.priority !== 0) note(notes, "priority", String(step.priority));
  if (step.keepInState.length > 0) note(notes, "keepInState", [...step.keepInState].sort().map(quoted).join(", "));
  if (step.retry.attempts > 1) noteRetry(notes, step.retry);
}

function noteRetry(notes: Notes, { attempts, delayMs, backoff, factor, maxDelayMs, jitter, when }: RetryPolicy): void {
  note(notes, "retry.attempts", String(attempts));
  if (delayMs !== 0) note(notes, "retry.delay", `${delayMs} ms`);
  if (backoff !== "fixed") note(notes, "retry.backoff", quoted(backoff));
  if (backoff === "exponential") note(notes, "retry.factor", String(factor));
  if (maxDelayMs !== Infinity) note(notes, "retry.maxDelay", `${maxDelayMs} ms`);
  if (jitter !== 0) note(notes, "retry.jitter", String(jitter));
  noteFunction(notes, "retry.when", when);
}

function noteForm(notes: Notes, form: StepForm): void {
  if ("body" in form && form.body.kind === "workflow") noteSubflow(notes, form.body.subflow);
  switch (form.kind) {
    case "single":
      return;
    case "map":
      notes.parts.push(lambdaPart("over", form.over, notes.hash));
      if (form.concurrency !== Infinity) note(notes, "concurrency", String(form.concurrency));
      return;
    case "loop":
      notes.parts.push(lambdaPart("until", form.until, notes.hash));
      return note(notes, "maxIterations", String(form.maxIterations));
    case "on":
      note(notes, "event", quoted(form.event.name));
      note(notes, "capacity", String(form.capacity));
      return note(notes, "concurrency", String(form.concurrency));
    case "race":
      return noteNames(notes, "of", form.of); // the order of its members counts
    case "wait":
      note(notes, "event", quoted(form.event.name));
      noteFunction(notes, "where", form.where);
      if (form.timeoutMs !== null) note(notes, "timeout", `${form.timeoutMs} ms`);
      return;
    case "sleep":
      return note(notes, "duration", `${form.durationMs} ms`);
    default:
      form satisfies never;
  }
}

function noteSubflow(notes: Notes, subflow: Subflow): void {
  noteFunction(notes, "capture.state", subflow.captureState);
  noteFunction(notes, "capture.flowState", subflow.captureFlowState);
  if (subflow.captureResources.size > 0) {
    const pairs = [...subflow.captureResources].map(([child, parent]) => `${quoted(child)} from ${quoted(parent)}`);
    note(notes, "capture.resources", pairs.sort().join(", "));
  }
  noteFunction(notes, "writeBack.state", subflow.writeBackState);
  noteFunction(notes, "writeBack.flowState", subflow.writeBackFlowState);
  noteFunction(notes, "writeBack.output", subflow.output);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
