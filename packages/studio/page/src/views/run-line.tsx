import { memo } from "react";
import type { StoredRunSummary } from "../../../src/protocol.ts";
import { fragmentOf } from "../model/place.ts";
import { isOpenRun } from "../model/statuses.ts";
import { agoOf, momentOf, shortDuration } from "../model/times.ts";
import { Sign } from "./sign.tsx";
import { Text } from "./text.tsx";
import { currentPlace } from "./use-place.ts";

interface RunLineProps {
  readonly run: StoredRunSummary;
  readonly isOpen: boolean;
  readonly now: number;
}

/** One run of the list: a link to it. */
export const RunLine = memo(function RunLine({ run, isOpen, now }: RunLineProps) {
  const { runId, workflow, status, startedAt, finishedAt } = run;
  const place = { runId, tab: currentPlace().tab, span: null, at: null };
  return (
    <a className="run-line" href={fragmentOf(place)} aria-current={isOpen ? "page" : undefined}>
      <Sign status={status} />
      <span className="run-line-name">
        <Text>{workflow}</Text>
      </span>
      <span className="run-line-time" title={momentOf(startedAt)}>
        {agoOf(startedAt, now)}
      </span>
      <span className="run-line-id">
        <Text>{runId}</Text>
      </span>
      <span className="run-line-status" data-status={status}>
        {isOpenRun(status) ? status : shortDuration((finishedAt ?? now) - startedAt)}
        <span className="hidden">, {status}</span>
      </span>
    </a>
  );
});
