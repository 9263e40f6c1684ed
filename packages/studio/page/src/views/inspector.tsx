import type { Run, Span } from "@stepspan/engine";
import { useEffect, useRef } from "react";
import { AnswerWaits } from "./answer-waits.tsx";
import { ErrorView } from "./error-view.tsx";
import { Icon } from "./icon.tsx";
import { Section } from "./section.tsx";
import type { ShownRun } from "./shown-run.ts";
import { StatusWord } from "./sign.tsx";
import { Attempts, Logs, Reads, StateChanges, Times, Waits } from "./span-parts.tsx";
import { SpanWhy } from "./span-why.tsx";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";
import { ValueView } from "./value-view.tsx";

interface InspectorProps {
  readonly shown: ShownRun;
  readonly runId: string;
  /** Empty for the run itself. */
  readonly path: string;
  readonly now: number;
}

/** All that is known of one span. */
export function Inspector({ shown, runId, path, now }: InspectorProps) {
  const span = spanAt(shown.run, path);
  const scroller = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another span is read from its top
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
  }, [path]);
  return (
    <aside className="inspector" aria-label="Inspector">
      <div className="inspector-head">
        <div className="inspector-title">
          <h2>
            <Text>{span?.name ?? path}</Text>
          </h2>
          {span !== null && <StatusWord status={path === "" ? shown.run.status : span.status} />}
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the inspector"
          onClick={() => goTo({ span: null })}
        >
          <Icon name="close" />
        </button>
        {span !== null && path !== span.name && path !== "" && (
          <p className="inspector-path">
            <Text>{path}</Text>
          </p>
        )}
      </div>
      <div className="inspector-body" ref={scroller} tabIndex={0} role="group" aria-label="What is known of it">
        {span === null ? (
          <p className="section-note">
            {shown.isPast ? "It had not come into being yet." : "There is no such span in this run."}
          </p>
        ) : (
          <SpanSections key={path} span={span} shown={shown} runId={runId} now={now} />
        )}
      </div>
    </aside>
  );
}

interface SpanSectionsProps {
  readonly span: Span;
  readonly shown: ShownRun;
  readonly runId: string;
  readonly now: number;
}

function SpanSections({ span, shown, runId, now }: SpanSectionsProps) {
  const isRun = span.path === "";
  const { vars, usage } = span;
  const error = span.error ?? (isRun && shown.run.status === "failed" ? shown.run.errors[0] : null) ?? null;
  return (
    <>
      <SpanWhy span={span} shown={shown} now={now} />
      {!shown.isPast && <AnswerWaits span={span} runId={runId} />}
      {error !== null && (
        <Section title="Error">
          <ErrorView error={error} />
        </Section>
      )}
      <Times span={span} now={now} />
      {span.input !== undefined && (
        <Section title={isRun ? "Input" : "Parameters"}>
          <ValueView value={span.input} />
        </Section>
      )}
      <Reads span={span} />
      {span.status === "succeeded" && (
        <Section title="Output">
          <ValueView value={span.output} />
        </Section>
      )}
      {Object.keys(vars).length > 0 && (
        <Section title="Variables">
          <ValueView value={vars} />
        </Section>
      )}
      {Object.keys(usage).length > 0 && (
        <Section title="Usage">
          <ValueView value={usage} />
        </Section>
      )}
      {isRun && Object.keys(shown.run.state).length > 0 && (
        <Section title="State">
          <ValueView value={shown.run.state} />
        </Section>
      )}
      <StateChanges span={span} start={shown.run.startedAt} />
      <Logs span={span} start={shown.run.startedAt} />
      <Attempts span={span} start={shown.run.startedAt} now={now} />
      <Waits span={span} start={shown.run.startedAt} now={now} />
    </>
  );
}

function spanAt(run: Run, path: string): Span | null {
  if (path === "") return run.rootSpan;
  try {
    return run.spanAt(path);
  } catch {
    return null; // it is not there at this moment, or the address is mistyped
  }
}
