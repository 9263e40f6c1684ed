import type { Span } from "@stepspan/engine";
import { type FormEvent, useId, useState } from "react";
import { jsonOf } from "../model/json-text.ts";
import { sendEvent } from "../server/requests.ts";
import { Icon } from "./icon.tsx";
import { Section } from "./section.tsx";
import { Text } from "./text.tsx";
import { useAction } from "./use-action.ts";

interface AnswerWaitsProps {
  readonly span: Span;
  readonly runId: string;
}

/** A form for each event that the span waits for. */
export function AnswerWaits({ span, runId }: AnswerWaitsProps) {
  const open = span.waits.filter(({ event, endedAt }) => event !== null && endedAt === null);
  return open.map(({ number, event }) => <AnswerForm key={number} runId={runId} event={event ?? ""} />);
}

function AnswerForm({ runId, event }: { readonly runId: string; readonly event: string }) {
  const [text, setText] = useState("");
  const { isBusy, problem, run } = useAction();
  const [isTried, setTried] = useState(false);
  const id = useId();
  const read = jsonOf(text);
  const wrong = isTried && !read.isValid ? read.problem : null;
  const message = wrong ?? problem?.issues.map((issue) => `${issue.path} ${issue.message}`).join("; ") ?? null;
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault();
    setTried(true);
    if (read.isValid) run(() => sendEvent(runId, event, read.value));
  };
  return (
    <Section title="Answer">
      <form className="answer" onSubmit={submit}>
        <label className="field" htmlFor={id}>
          <span className="field-name">
            <Text>{event}</Text>
            <span className="field-hint">JSON, or plain text; empty for none</span>
          </span>
          <textarea
            id={id}
            className="input mono"
            rows={3}
            spellCheck={false}
            value={text}
            aria-invalid={message !== null && message !== ""}
            aria-describedby={`${id}-problem`}
            onChange={(changed) => setText(changed.target.value)}
          />
        </label>
        <p className="field-problem" id={`${id}-problem`} role="status">
          <Text>{message || (problem?.message ?? "")}</Text>
        </p>
        <button type="submit" className="button button-main" disabled={isBusy}>
          <Icon name="send" />
          Send
        </button>
      </form>
    </Section>
  );
}
