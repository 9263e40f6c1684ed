import { decide } from "../core/decide.ts";
import type { EventBody } from "../core/events.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { pathAt, runAt, stepAt } from "../core/units.ts";
import type { Subflow } from "../plan/definition.ts";
import { record } from "../state/record.ts";
import type { Frames } from "./frames.ts";
import { returnOutput } from "./return-output.ts";
import type { RunHost } from "./run-host.ts";

/** All steps of a run, or of a child run, have settled well: what it returns is found, and written back to its parent. */
export function finishRun(host: RunHost, frames: Frames, path: string): void {
  const { loop, root } = host;
  const state = runAt(root, path);
  const failed = (error: Error) => loop.post({ type: "return-failed", path, error });
  const returned = (output: unknown) => loop.post({ type: "returned", path, output });
  returnOutput(state, frames.of(state).evaluator, {
    failed,
    returned: (output) => {
      if (state.parent === null) return returned(output);
      returned(output);
    },
  });
}
