import { isDeepStrictEqual } from "node:util";
import type { Run, Span } from "@stepspan/engine";
import { brokenPath } from "../waiting/broken-path.ts";
import { brokenWaits } from "../waiting/broken-waits.ts";
import type { PlayedFlow } from "./host/forms-host.ts";
import { brokenFlow } from "./invariants/broken-flow.ts";
import { factsOf } from "./invariants/flow-facts.ts";

/**
 * What must hold of any story: the invariants of its event list, that its journal adds up to the same run, and that
 * nothing is left over.
 *
 * @throws Error that says what does not hold
 */
export function checkFlow({ story, run, folded, events, leftTimer }: PlayedFlow): void {
  const broken = brokenFlow(factsOf({ story, events }));
  if (broken !== null) throw new Error(broken);
  const misread = brokenWaits(run, events) ?? brokenPath(run, events);
  if (misread !== null) throw new Error(misread);
  const [live, kept] = [fieldsOf(run), fieldsOf(folded)];
  for (const key of Object.keys(live))
    if (!isDeepStrictEqual(live[key], kept[key])) throw new Error(`the journal gives another run: its ${key}`);
  if (leftTimer !== null) throw new Error(`a timer is left that rings at ${leftTimer} ms`);
}

/** Everything that a run shows, as plain data. */
function fieldsOf(run: Run): Readonly<Record<string, unknown>> {
  const { runId, workflow, status, input, output, errors, startedAt, finishedAt, usage, state, unhandledEvents } = run;
  const spans = [run.rootSpan, ...run.spans].map(fieldsOfSpan);
  return {
    runId,
    workflow,
    status,
    input,
    output,
    errors,
    startedAt,
    finishedAt,
    usage,
    state,
    unhandledEvents,
    criticalPath: run.criticalPath,
    spans,
  };
}

function fieldsOfSpan(span: Span): unknown {
  const { name, path, id, parentId, status, input, output, error, vars, usage, logs, attempts, dependencies } = span;
  const { waits, waited, stateChanges, queuedAt, startedAt, finishedAt, skipped, cancelled } = span;
  const below = [...span.items, ...span.steps].map((inner) => inner.path);
  const ended = { status, output, error, skipped, cancelled, queuedAt, startedAt, finishedAt };
  return {
    name,
    path,
    id,
    parentId,
    input,
    vars,
    usage,
    logs,
    attempts,
    dependencies,
    waits,
    waited,
    stateChanges,
    below,
    ended,
  };
}
