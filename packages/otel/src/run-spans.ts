import { type Attributes, context, isSpanContextValid, type Link, trace } from "@opentelemetry/api";
import type { EvaluationRead, RunEvent } from "@stepspan/engine";
import { cleanText } from "./clean-text.ts";
import { failureOf } from "./failure.ts";
import { dependencyLinks, namedSteps, partOf } from "./links.ts";
import type { RunTree } from "./run-tree.ts";
import { endAttempt, type SettlingEvent, settlementOf, settleSpans } from "./settle-spans.ts";
import { originOf } from "./span-attributes.ts";
import type { SpanValues } from "./span-values.ts";
import type { SpanWriter } from "./span-writer.ts";
import { tracedBy } from "./trace-metadata.ts";
import type { OpenAttempt, Unit } from "./unit.ts";

/** Makes the spans of runs from their events. */
export class RunSpans {
  readonly #writer: SpanWriter;
  readonly #values: SpanValues;

  constructor(writer: SpanWriter, values: SpanValues) {
    this.#writer = writer;
    this.#values = values;
  }

  /**
   * The run begins here: its span lies in the one that is active, where it was started. One that goes on here, after
   * another process, begins a trace of its own, which is linked to both.
   */
  begin(tree: RunTree, time: number, isResumed: boolean): void {
    const active = context.active();
    const links: Link[] = [];
    const add = (link: ReturnType<typeof tracedBy> | undefined, relation: string) => {
      if (link == null || !isSpanContextValid(link)) return;
      links.push({ context: link, attributes: { "stepspan.link": relation } });
    };
    const starting = trace.getSpanContext(active);
    const origin = tracedBy(tree.started.metadata);
    if (isResumed) add(starting, "resumed in");
    if (isResumed || origin?.traceId !== starting?.traceId) add(origin, "started in");
    const parent = isResumed ? trace.deleteSpan(active) : active;
    const attributes = { ...originOf(tree), "stepspan.run.resumed": isResumed };
    this.#writer.open(tree.root, tree, { time, attributes, links }, parent);
    this.#values.input(tree.root.span, tree.started.input);
    this.#values.metadata(tree.root.span, tree.started.metadata);
  }

  take(event: RunEvent, tree: RunTree): void {
    const { time } = event;
    switch (event.type) {
      case "run-paused":
      case "run-stalled":
      case "intake-closed":
      case "definition-changed":
        return this.#note(tree.root, `stepspan.${event.type}`, time);
      case "run-resumed":
        return this.#note(tree.root, "stepspan.run-resumed", time, {
          "stepspan.restart": event.isRestart,
          "stepspan.crash": event.isCrash,
        });
      case "run-parked":
        return this.#note(tree.root, "stepspan.run-parked", time, { "stepspan.park.kind": event.because.kind });
      case "cancel-requested":
        return this.#note(runAt(tree, event.path), "stepspan.cancel-requested", time, {
          "stepspan.cancel.kind": event.because.kind,
        });
      case "grace-expired":
        return this.#note(runAt(tree, event.path), "stepspan.grace-expired", time);
      case "run-finished":
        return this.#finish(event, tree);
      case "run-started":
      case "event-sent":
        return;
      default:
        return this.#takeOfStep(event, tree.unitAt(event.path), tree);
    }
  }

  /** The attempt whose `run` function is called; after a restart it may have begun elsewhere. */
  attemptAt(path: string, number: number, tree: RunTree): OpenAttempt {
    const unit = tree.unitAt(path);
    if (unit.attempt?.number === number) return unit.attempt;
    return this.#beginAttempt(unit, tree, number, tree.time);
  }

  /** The engine has done with a run that is not over: what is open ends with the last that was heard of it. */
  leave(tree: RunTree): void {
    if (tree.root.context === null) return;
    this.#writer.event(tree.root.span, "stepspan.run-left", tree.time);
    settleSpans(tree.root, { time: tree.time, status: null, failure: null, attributes: {} }, tree, this.#writer);
  }

  #takeOfStep(event: Extract<RunEvent, { readonly path: string }>, unit: Unit, tree: RunTree): void {
    const { time } = event;
    switch (event.type) {
      case "evaluation-suspended":
        unit.suspensions++;
        return;
      case "step-queued":
        this.#open(unit, tree, time, event.reads);
        return this.#values.input(unit.span, event.params);
      case "map-started":
        this.#open(unit, tree, time, event.reads);
        return this.#writer.add(unit.span, { "stepspan.items": event.items.length });
      case "loop-started":
      case "intake-opened":
        return this.#open(unit, tree, time, event.reads);
      case "child-started": {
        this.#open(unit, tree, time, event.reads);
        const child = tree.childOf(unit);
        this.#writer.open(child, tree, { time });
        return this.#values.input(child.span, event.input);
      }
      case "attempt-started":
        this.#beginAttempt(unit, tree, event.attempt, time);
        return;
      case "attempt-resumed":
        return this.#note(unit, "stepspan.attempt-resumed", time);
      case "attempt-failed":
        this.#open(unit, tree, time);
        endAttempt(
          unit,
          { time, status: "failed", failure: failureOf(event.error), attributes: {} },
          tree,
          this.#writer,
        );
        return this.#writer.event(unit.span, "stepspan.retry-scheduled", time, {
          "stepspan.attempt.number": event.attempt,
          "stepspan.retry.delay_ms": Math.max(0, event.retryAt - time),
        });
      case "retry-due":
        return this.#note(unit, "stepspan.retry-due", time);
      case "wait-started":
        this.#open(unit, tree, time, event.reads);
        return this.#note(unit, "stepspan.wait-started", time, waitAttributes(event.wait, event.event));
      case "wait-ended":
        return this.#note(unit, "stepspan.wait-ended", time, {
          ...waitAttributes(event.wait, null),
          "stepspan.wait.outcome": event.outcome.kind,
        });
      case "usage-added":
        return addUsage(unit, event.unit, event.amount);
      case "variable-set":
        return this.#values.variable(unit.span, event.name, event.value);
      case "log-written":
        return this.#values.log(unit.attempt?.span ?? unit.span, event);
      case "step-reopened":
        return this.#note(unit.run, "stepspan.step-reopened", time, { "stepspan.step.path": cleanText(unit.path) });
      case "step-succeeded":
      case "step-failed":
      case "step-skipped":
      case "step-cancelled":
      case "step-reused":
        return this.#settle(event, unit, tree);
      default:
        return; // sends, changes of state, iterations: they are in the journal
    }
  }

  /** What lies around it may have been begun by another process. */
  #open(unit: Unit, tree: RunTree, time: number, reads: readonly EvaluationRead[] = []): void {
    if (unit.context !== null) return;
    if (unit.parent !== null) this.#open(unit.parent, tree, time);
    this.#writer.open(unit, tree, { time, links: dependencyLinks(unit, reads) });
  }

  #beginAttempt(unit: Unit, tree: RunTree, number: number, time: number): OpenAttempt {
    this.#open(unit, tree, time);
    unit.attempts++;
    return this.#writer.openAttempt(unit, tree, number, time);
  }

  /** A span event, on the attempt that is open, or on the unit. */
  #note(unit: Unit, name: string, time: number, attributes: Attributes = {}): void {
    this.#writer.event(unit.attempt?.span ?? unit.span, name, time, attributes);
  }

  #finish(event: Extract<RunEvent, { type: "run-finished" }>, tree: RunTree): void {
    const { status, time, errors } = event;
    if (status === "succeeded") this.#values.output(tree.root.span, event.output);
    const failure = status === "failed" && errors[0] !== undefined ? failureOf(errors[0]) : null;
    settleSpans(tree.root, { time, status, failure, attributes: {} }, tree, this.#writer);
  }

  /** What never began, because it was skipped, cancelled, reused, or its guard threw, has a span of no length. */
  #settle(event: SettlingEvent, unit: Unit, tree: RunTree): void {
    this.#open(unit, tree, beginningOf(unit, event.time), "reads" in event ? event.reads : []);
    if (event.type === "step-succeeded") this.#values.output(unit.span, event.output);
    if (event.type === "step-reused") {
      this.#values.input(unit.span, event.params ?? undefined);
      if (event.outcome.kind === "succeeded") this.#values.output(unit.span, event.outcome.output);
    }
    settleSpans(unit, settlementOf(event), tree, this.#writer);
  }
}

/** A race has no event of its own before its end: it begins with the first of its members. */
function beginningOf(unit: Unit, time: number): number {
  if (unit.step?.kind !== "race") return time;
  let earliest = time;
  for (const name of namedSteps(unit, ["of"])) {
    const openedAt = unit.run.below?.get(partOf(name))?.openedAt ?? Number.NaN;
    if (openedAt < earliest) earliest = openedAt;
  }
  return earliest;
}

/** The child run at a path; the run itself for an empty one. */
function runAt(tree: RunTree, path: string): Unit {
  return path === "" ? tree.root : tree.childOf(tree.unitAt(path));
}

function waitAttributes(wait: number, event: string | null): Attributes {
  const attributes: Attributes = { "stepspan.wait.number": wait };
  return event === null ? attributes : { ...attributes, "stepspan.wait.event": cleanText(event) };
}

/** It counts for what lies around it too. */
function addUsage(unit: Unit, name: string, amount: number): void {
  for (let at: Unit | null = unit; at !== null; at = at.parent) {
    at.usage ??= new Map();
    at.usage.set(name, (at.usage.get(name) ?? 0) + amount);
  }
}
