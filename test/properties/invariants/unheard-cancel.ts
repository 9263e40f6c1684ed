import type { Moment } from "../../support/scripted-host.ts";
import { gracePeriodMs } from "../cases/workflow-case.ts";

/**
 * Every cancel that the host asked for while a run was open is in its event list: closing the engine cancels once, and
 * again after a grace period. A slow store may end a run before it hears of the last one.
 */
export function unheardCancel(timeline: readonly Moment[], runId: string): string | null {
  const isEnd = (moment: Moment) =>
    moment.kind === "event" && moment.runId === runId && moment.event.type === "run-finished";
  const end = timeline.findIndex(isEnd);
  const finish = timeline[end];
  if (finish?.kind !== "event") return `${runId} does not finish`;
  const open = timeline.slice(0, end);
  const asked = open.filter((moment) => moment.kind === "asked to cancel" && moment.runId === runId).length;
  const heard = open.filter((moment) => isCancelOf(moment, runId)).length;
  const closing = open.find((moment) => moment.kind === "asked to close");
  const again = closing === undefined ? Infinity : closing.time + gracePeriodMs;
  const least = asked + Number(closing !== undefined) + Number(finish.event.time > again);
  const most = least + Number(finish.event.time === again);
  return heard >= least && heard <= most ? null : `everyCancelIsHeard: ${runId} heard ${heard} of ${least} cancels`;
}

function isCancelOf(moment: Moment, runId: string): boolean {
  if (moment.kind !== "event" || moment.runId !== runId || moment.event.type !== "cancel-requested") return false;
  return moment.event.because.kind === "cancel";
}
