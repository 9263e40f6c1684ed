import type { Run, Span } from "@stepspan/engine";
import { partsOf } from "../model/step-rows.ts";
import type { ShownRun } from "./shown-run.ts";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface RunAlertsProps {
  readonly shown: ShownRun;
  /** Why the journal cannot be followed any further; null if it can. */
  readonly problem: string | null;
  /** Why it does not go on, where its events cannot say it. */
  readonly heldUp: readonly string[];
}

/** What wants attention: failures, waits for somebody's answer, damage. Each leads to its span. */
export function RunAlerts({ shown: { run }, problem, heldUp }: RunAlertsProps) {
  const failed = firstFailed(run.rootSpan.steps);
  const waiting = run.status === "running" ? answerable(run) : [];
  const count = run.errors.length;
  return (
    <div className="alerts" aria-live="polite">
      {problem !== null && (
        <p className="alert alert-bad">
          <Text>{problem}</Text>
        </p>
      )}
      {heldUp.map((reason) => (
        <p key={reason} className="alert alert-wait">
          <span className="alert-text">
            <Text>{reason}</Text>
          </span>
        </p>
      ))}
      {run.status === "failed" && (
        <p className="alert alert-bad">
          {failed === null ? null : (
            <button type="button" className="alert-link" onClick={() => goTo({ span: failed.path })}>
              <Text>{failed.path}</Text> failed
            </button>
          )}
          <span className="alert-text">
            <Text>{(failed?.error ?? run.errors[0])?.message ?? "The run failed."}</Text>
          </span>
          {count > 1 && <span className="alert-more">and {count - 1} more</span>}
        </p>
      )}
      {waiting.map(({ path, event }) => (
        <p key={`${path} ${event}`} className="alert alert-wait">
          <button type="button" className="alert-link" onClick={() => goTo({ span: path })}>
            <Text>{path}</Text> waits
          </button>
          <span className="alert-text">
            for the event <Text>{event}</Text>
          </span>
        </p>
      ))}
    </div>
  );
}

/** The innermost span that failed first: what is to blame. */
function firstFailed(spans: readonly Span[]): Span | null {
  const failed = spans.filter((span) => span.status === "failed");
  const first = failed.toSorted((one, other) => (one.finishedAt ?? 0) - (other.finishedAt ?? 0))[0];
  return first === undefined ? null : (firstFailed(partsOf(first)) ?? first);
}

const mostAnswerable = 3;

/** The first spans that wait for an event. */
function answerable(run: Run): readonly { readonly path: string; readonly event: string }[] {
  const found: { path: string; event: string }[] = [];
  const look = (spans: readonly Span[]) => {
    for (const span of spans) {
      if (found.length >= mostAnswerable) return;
      if (span.status === "suspended" || span.status === "running") look(partsOf(span));
      if (span.status !== "suspended") continue;
      for (const { event, endedAt } of span.waits) {
        if (endedAt === null && event !== null) found.push({ path: span.path, event });
      }
    }
  };
  look(run.rootSpan.steps);
  return found.slice(0, mostAnswerable);
}
