import type { Span } from "@stepspan/engine";
import { causesOf } from "../model/causes.ts";
import { momentOf, shortDuration } from "../model/times.ts";
import { brief } from "../model/value-shape.ts";
import { Section } from "./section.tsx";
import { StepName } from "./step-name.tsx";
import { Text } from "./text.tsx";
import { ValueView } from "./value-view.tsx";

/** So many lines of a list are shown: the journal has all. */
const mostLines = 200;

interface PartProps {
  readonly span: Span;
  /** The start of the run: times are told from there. */
  readonly start: number;
}

/** When it happened, how long it took, and for what it waited. */
export function Times({ span, now }: { readonly span: Span; readonly now: number }) {
  const { startedAt, finishedAt, waited } = span;
  if (startedAt === null && finishedAt === null) return null;
  const took = startedAt === null ? null : (finishedAt ?? now) - startedAt;
  return (
    <Section title="Time">
      <dl className="table-list">
        {startedAt !== null && <Row name="Began">{momentOf(startedAt)}</Row>}
        {took !== null && <Row name="Took">{shortDuration(took)}</Row>}
        {waited.dependencies > 0 && <Row name="Waited for dependencies">{shortDuration(waited.dependencies)}</Row>}
        {waited.slot > 0 && <Row name="Waited for a slot">{shortDuration(waited.slot)}</Row>}
        {waited.retry > 0 && <Row name="Backed off">{shortDuration(waited.retry)}</Row>}
      </dl>
    </Section>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}

/** On which steps it depends, and which of them it really read. */
export function Reads({ span }: { readonly span: Span }) {
  const isPart = /\]$|#\d+$/.test(span.path); // its step has read the others, for all items
  const dependencies = isPart ? span.dependencies.filter(({ read }) => read) : span.dependencies;
  if (dependencies.length === 0) return null;
  return (
    <Section title="Reads" count={dependencies.length}>
      <ul className="reads">
        {dependencies.slice(0, mostLines).map(({ step, kind, certainty, parameter, path, read }) => (
          <li
            key={`${step} ${kind} ${parameter} ${path.join(".")}`}
            className="read"
            data-kind={kind}
            data-read={read || undefined}
          >
            <span className="read-kind">{kind}</span>
            <span className="read-from">
              <StepName step={step} beside={span.path} />
              {path.length > 0 && (
                <span className="read-path">
                  .<Text>{path.join(".")}</Text>
                </span>
              )}
              {parameter !== null && (
                <>
                  <span className="read-arrow"> → </span>
                  <Text>{parameter}</Text>
                </>
              )}
            </span>
            <span className="read-state">{kind === "order" ? "order" : read ? "read" : `not read, ${certainty}`}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What it changed in the layers of state. */
export function StateChanges({ span, start }: PartProps) {
  const { stateChanges } = span;
  if (stateChanges.length === 0) return null;
  return (
    <Section title="State changes" count={stateChanges.length}>
      <ul className="lines">
        {stateChanges.slice(0, mostLines).flatMap(({ time, layer, patches }, change) =>
          patches.map(({ op, path, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was recorded does not move
            <li key={`${change} ${index}`} className="line">
              <span className="line-time">+{shortDuration(time - start)}</span>
              <span className="line-text">
                {layer}.<Text>{path.join(".")}</Text>{" "}
                {op === "remove" ? (
                  "removed"
                ) : (
                  <>
                    {op === "add" ? "+ " : "= "}
                    <Text>{brief(value)}</Text>
                  </>
                )}
              </span>
            </li>
          )),
        )}
      </ul>
    </Section>
  );
}

/** What its body wrote into the log. */
export function Logs({ span, start }: PartProps) {
  const { logs } = span;
  if (logs.length === 0) return null;
  return (
    <Section title="Log" count={logs.length}>
      <ul className="lines">
        {logs.slice(0, mostLines).map(({ time, level, message, fields }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was recorded does not move
          <li key={index} className="line" data-level={level}>
            <span className="line-time">+{shortDuration(time - start)}</span>
            <span className="line-level">{level}</span>
            <span className="line-text">
              <Text>{message}</Text>
              {Object.keys(fields).length > 0 && <ValueView value={fields} depth={2} />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Each call of its body. */
export function Attempts({ span, start, now }: PartProps & { readonly now: number }) {
  const { attempts } = span;
  const isToldElsewhere = attempts.length === 1 && (span.error !== null || attempts[0]?.error == null);
  if (attempts.length === 0 || isToldElsewhere) return null;
  return (
    <Section title="Attempts" count={attempts.length}>
      <ul className="lines">
        {attempts.slice(0, mostLines).map(({ number, startedAt, finishedAt, error }) => (
          <li key={number} className="line">
            <span className="line-time">+{shortDuration(startedAt - start)}</span>
            <span className="line-text">
              {number}: {shortDuration((finishedAt ?? now) - startedAt)}
              {finishedAt === null && ", still at work"}
              {error !== null && (
                <span className="line-bad">
                  {" "}
                  <Text>{causesOf(error).at(-1)?.message || error.message}</Text>
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Each of its waits. */
export function Waits({ span, start, now }: PartProps & { readonly now: number }) {
  const { waits } = span;
  if (waits.length === 0) return null;
  return (
    <Section title="Waits" count={waits.length}>
      <ul className="lines">
        {waits.slice(0, mostLines).map(({ number, event, startedAt, endedAt, outcome }) => (
          <li key={number} className="line">
            <span className="line-time">+{shortDuration(startedAt - start)}</span>
            <span className="line-text">
              {event === null ? "a time" : <Text>{event}</Text>}: {outcome ?? "open"},{" "}
              {shortDuration((endedAt ?? now) - startedAt)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
