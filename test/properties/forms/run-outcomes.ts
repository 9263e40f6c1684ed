import type { Run, Span } from "@stepspan/engine";
import { shown, timelessPath } from "./cases/digest.ts";

type Outcomes = ReadonlyMap<string, readonly string[]>;

/** How each step, item and step of a sub-workflow ended, by timeless path: in the words of the interpreter. */
export function runOutcomes(run: Run): Outcomes {
  return outcomesBy(run, describe);
}

/** All that does not depend on time, each thing under a name: what spans show, and the run itself. */
export function detailedOutcomes(run: Run): ReadonlyMap<string, string> {
  const details = new Map([
    ["status", run.status],
    ["output", shown(run.output)],
    ["failures", String(run.errors.length)],
    ["turns that nobody took", String(run.unhandledEvents.filter(({ event }) => event === "turn").length)],
  ]);
  for (const [key, value] of Object.entries(run.state)) details.set(`state ${key}`, String(value));
  for (const [unit, amount] of Object.entries(run.usage)) details.set(`usage ${unit}`, String(amount));
  for (const [path, words] of outcomesBy(run, detail)) details.set(path, words.join("\n"));
  return details;
}

function outcomesBy(run: Run, words: (span: Span) => string): Outcomes {
  const outcomes = new Map<string, string[]>();
  for (const span of run.spans) {
    const path = timelessPath(span.path);
    outcomes.set(path, [...(outcomes.get(path) ?? []), words(span)].sort());
  }
  return outcomes;
}

function describe({ status, output, usage }: Span): string {
  return `${status}${status === "succeeded" ? ` with ${shown(output)}` : ""}, usage ${usage.tokens ?? 0}`;
}

function detail(span: Span): string {
  const attempts = span.attempts.map(({ error }) => (error === null ? "well" : "badly")).join(" ");
  const waits = span.waits.map(({ event, outcome }) => `${event?.split(" ")[0]} ${outcome}`).join(", ");
  const changes = span.stateChanges.map(({ layer }) => layer).join(" ");
  const reads = span.dependencies.filter(({ read }) => read).map(({ step }) => step);
  const parts = `${span.items.length} items, ${span.steps.length} steps`;
  return [describe(span), attempts, waits, changes, reads.join(" "), JSON.stringify(span.vars), parts].join("; ");
}
