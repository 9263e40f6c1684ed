import { pathAt } from "../core/units.ts";
import { createEventStream } from "./event-stream.ts";
import type { OpenWait, RunHandle, RunSnapshot } from "./handle.ts";
import { createSender } from "./outside-sends.ts";
import type { RunExecution } from "./run-execution.ts";
import { snapshotOf } from "./run-snapshot.ts";

/** The handle of a run that was started, or resumed. */
export function createHandle(execution: RunExecution): RunHandle {
  const send = createSender(execution);
  const pause = async () => {
    await execution.submit({ type: "pause" });
    await quiet(execution);
  };
  const acts: Omit<RunHandle, "waits"> = {
    runId: execution.settings.runId,
    result: execution.result,
    events: createEventStream(execution),
    cancel: (reason) => execution.cancel(reason),
    pause,
    resume: () => execution.post({ type: "resume", isRestart: false, isCrash: false }),
    snapshot: async (): Promise<RunSnapshot> => {
      const { root } = execution.host;
      // A cancel that comes meanwhile ends the pause, and its `always` steps begin.
      do await pause();
      while (!execution.isOver && !root.tree.isPaused && !root.isFinishing);
      return snapshotOf(execution);
    },
    send,
    stop: () => execution.post({ type: "close-intake" }),
  };
  return Object.assign(new Waits(execution), acts);
}

/** A getter of a class: one of an object would give each handle a hidden class of its own, which holds on to the run. */
class Waits {
  readonly #execution: RunExecution;

  constructor(execution: RunExecution) {
    this.#execution = execution;
  }

  get waits(): readonly OpenWait[] {
    return openWaits(this.#execution);
  }
}

/** Resolves when no attempt of the run is open and no lambda is being evaluated, or when it is over. */
async function quiet(execution: RunExecution): Promise<void> {
  const { tree } = execution.host.root;
  while (!execution.isOver && tree.isPaused && (tree.openAttempts > 0 || execution.isEvaluating)) {
    await new Promise<void>((resolve) => {
      const unlisten = execution.listen(() => {
        unlisten();
        resolve();
      });
    });
  }
}

function openWaits({ host }: RunExecution): readonly OpenWait[] {
  const waits: OpenWait[] = [];
  for (const state of host.root.tree.byPrefix.values()) {
    for (const record of state.records) {
      for (const entry of record?.waits?.entries ?? []) {
        if (record === undefined || entry.outcome !== null) continue;
        const { number: wait, event, startedAt, dueAt } = entry;
        waits.push(Object.freeze({ path: pathAt(state, record.index), wait, event, startedAt, dueAt }));
      }
    }
  }
  return Object.freeze(waits);
}
