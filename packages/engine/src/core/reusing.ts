import type { CommandSink } from "./commands.ts";
import type { RunEvent } from "./events.ts";
import { type Settlement, settle } from "./settling.ts";
import { type CoreState, recordOf } from "./state.ts";

/** The step settles as it did in an earlier run. */
export function reuse(
  state: CoreState,
  index: number,
  event: Extract<RunEvent, { type: "step-reused" }>,
  commands: CommandSink,
): void {
  const record = recordOf(state, index);
  record.params = event.params ?? undefined;
  record.reads = event.reads;
  record.reusedFrom = event.from;
  settle(state, index, settlementOf(event), commands);
}

function settlementOf({
  path,
  outcome,
  reads,
  sequence,
  time,
}: Extract<RunEvent, { type: "step-reused" }>): Settlement {
  const place = { path, sequence, time };
  switch (outcome.kind) {
    case "succeeded":
      return { type: "step-succeeded", attempt: 0, output: outcome.output, ...place };
    case "failed":
      return { type: "step-failed", attempt: 0, error: outcome.error, tolerated: true, reads, ...place };
    case "skipped":
      return { type: "step-skipped", because: outcome.because, reads, ...place };
    case "cancelled":
      return { type: "step-cancelled", because: outcome.because, error: null, ...place };
    default:
      return outcome satisfies never;
  }
}
