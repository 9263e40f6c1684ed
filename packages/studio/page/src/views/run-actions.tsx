import { topOf } from "../model/plan-places.ts";
import { isOpenRun } from "../model/statuses.ts";
import { cancelRun, pauseRun, rerun, resumeRun } from "../server/requests.ts";
import { Icon } from "./icon.tsx";
import type { ShownRun } from "./shown-run.ts";
import { Text } from "./text.tsx";
import { useAction } from "./use-action.ts";
import { goTo, usePlace } from "./use-place.ts";

interface RunActionsProps {
  readonly shown: ShownRun;
  readonly runId: string;
}

/** What can be done with the run as a whole. Of a moment in the past nothing can be changed. */
export function RunActions({ shown, runId }: RunActionsProps) {
  const { isBusy, problem, run: act } = useAction();
  const { span } = usePlace();
  const { status, rootSpan } = shown.run;
  const step = span === null || span === "" ? null : topOf(shown.followed.plan, span);
  const open = (work: Promise<{ readonly runId: string }>) =>
    work.then((started) => goTo({ runId: started.runId, span: null, at: null }));
  const isHeld = status === "paused" || status === "parked";
  const hasFailed = status !== "succeeded" && rootSpan.steps.some((each) => each.status !== "succeeded");
  if (shown.isPast) return null;
  return (
    <div className="actions">
      {problem !== null && (
        <span className="action-problem" role="alert">
          <Text>{problem.message}</Text>
        </span>
      )}
      {status === "running" && (
        <button type="button" className="button" disabled={isBusy} onClick={() => act(() => pauseRun(runId))}>
          <Icon name="pause" />
          Pause
        </button>
      )}
      {isHeld && (
        <button type="button" className="button" disabled={isBusy} onClick={() => act(() => resumeRun(runId))}>
          <Icon name="play" />
          Resume
        </button>
      )}
      {isOpenRun(status) && (
        <button type="button" className="button" disabled={isBusy} onClick={() => act(() => cancelRun(runId))}>
          <Icon name="stop" />
          Cancel
        </button>
      )}
      {!isOpenRun(status) && hasFailed && (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => act(() => open(rerun(runId, { failedOnly: true })))}
        >
          <Icon name="again" />
          Rerun what failed
        </button>
      )}
      {!isOpenRun(status) && step !== null && (
        <button
          type="button"
          className="button button-main"
          disabled={isBusy}
          onClick={() => act(() => open(rerun(runId, { from: step })))}
        >
          <Icon name="again" />
          <span className="button-text">
            Rerun from <Text>{step}</Text>
          </span>
        </button>
      )}
    </div>
  );
}
