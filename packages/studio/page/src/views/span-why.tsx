import type { RunEvent, Span } from "@stepspan/engine";
import { runAbove, segmentOf, stepAt } from "../model/plan-places.ts";
import { momentOf } from "../model/times.ts";
import { brief } from "../model/value-shape.ts";
import { type Sentence, whyCancelled, whySkipped, whyWaiting } from "../model/why.ts";
import type { ShownRun } from "./shown-run.ts";
import { StepName } from "./step-name.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface SpanWhyProps {
  readonly span: Span;
  readonly shown: ShownRun;
  readonly now: number;
}

/** Why the span stands as it does: skipped, cancelled, waiting, or taken over from another run. */
export function SpanWhy({ span, shown, now }: SpanWhyProps) {
  const sentences = sentencesOf(span, shown, now);
  const { reusedFrom } = span;
  if (sentences.length === 0 && reusedFrom === null) return null;
  return (
    <div className="why" data-status={span.status}>
      {sentences.map((sentence, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sentences are made anew each time
        <p key={index}>
          <Words sentence={sentence} beside={span.path} />
        </p>
      ))}
      {reusedFrom !== null && (
        <p>
          It did not run: its outcome is that of{" "}
          <button
            type="button"
            className="step-link"
            onClick={() => goTo({ runId: reusedFrom.runId, span: reusedFrom.path, at: null })}
          >
            <Text>{reusedFrom.path}</Text>
          </button>{" "}
          in run <Text>{reusedFrom.runId}</Text>, {momentOf(reusedFrom.time)}.
        </p>
      )}
    </div>
  );
}

function sentencesOf(span: Span, { run, events, followed }: ShownRun, now: number): readonly Sentence[] {
  if (span.skipped !== null) return [whySkipped(span.skipped)];
  if (span.cancelled !== null) return [whyCancelled(span.cancelled, reasonText(span.cancelled))];
  if (span.path === "") return [];
  const above = runAbove(span.path);
  return whyWaiting(span, {
    runStatus: run.status,
    statusOf(step) {
      try {
        return run.spanAt(`${above === "" ? "" : `${above}/`}${segmentOf(step)}`).status;
      } catch {
        return null; // what depends on a step of another level does not wait for it
      }
    },
    retryAt: span.attempts.length === 0 ? null : retryAt(events, followed.length, span.path),
    queue: stepAt(followed.plan, span.path)?.queue ?? null,
    now,
  });
}

/** When the attempt after the last one is due; null if none failed, or another has begun. */
function retryAt(events: readonly RunEvent[], length: number, path: string): number | null {
  for (let index = length - 1; index >= 0; index--) {
    const event = events[index]!; // below the number of those taken
    if (!("path" in event) || event.path !== path) continue;
    if (event.type === "attempt-failed") return event.retryAt;
    if (event.type === "attempt-started" || event.type === "retry-due") return null;
  }
  return null;
}

function reasonText(because: NonNullable<Span["cancelled"]>): string | null {
  if (because.kind !== "cancel" || because.reason === undefined) return null;
  return because.reason instanceof Error
    ? because.reason.message
    : typeof because.reason === "string"
      ? because.reason
      : brief(because.reason);
}

function Words({ sentence, beside }: { readonly sentence: Sentence; readonly beside: string }) {
  return sentence.map((word, index) =>
    typeof word === "string" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence do not move
      <Text key={index}>{word}</Text>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of a sentence do not move
      <StepName key={index} step={word.step} beside={beside} />
    ),
  );
}
