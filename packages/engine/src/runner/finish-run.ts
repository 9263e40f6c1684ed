import { decide } from "../core/decide.ts";
import type { EventBody } from "../core/events.ts";
import { type CoreState, Phase } from "../core/state.ts";
import { nameAt, pathAt, runAt, stepAt } from "../core/units.ts";
import { transactionOf } from "../layers/transaction.ts";
import type { Subflow } from "../plan/definition.ts";
import { share } from "../state/record.ts";
import type { Frames } from "./frames.ts";
import { type ReturnReceiver, returnOutput } from "./return-output.ts";
import type { RunHost } from "./run-host.ts";

/** All steps of a run, or of a child run, have settled well: what it returns is found, and written back to its parent. */
export function finishRun(host: RunHost, frames: Frames, path: string): void {
  const { loop, root } = host;
  const state = runAt(root, path);
  const receiver: ReturnReceiver = {
    record: host.values.record,
    failed: (error) => loop.post({ type: "return-failed", path, error }),
    returned: (output) => loop.post({ type: "returned", path, output }),
  };
  const { evaluator } = frames.of(state);
  if (state.parent === null) return returnOutput(state, evaluator, receiver);
  const { state: parent, index } = state.parent;
  returnOutput(state, evaluator, {
    record: receiver.record,
    failed: receiver.failed,
    returned: (output) =>
      void writeBack(host, { parent, index, path, output }).catch((thrown) => receiver.failed(thrown)),
  });
}

/** A child run has returned. */
interface Returned {
  readonly parent: CoreState;
  readonly index: number;
  readonly path: string;
  readonly output: unknown;
}

/**
 * The flow state first, which is kept elsewhere; then the state and the success of the step, stored as one. The state is
 * tried before, so that what it refuses leaves the flow state as it was.
 */
async function writeBack(host: RunHost, { parent, index, path, output }: Returned): Promise<void> {
  const { loop, states } = host;
  const { writeBackFlowState, writeBackState, output: outputOf } = subflowAt(parent, index);
  const result = () => Object.freeze({ output: share(output) });
  const what = `The output of step "${nameAt(parent, index)}"`;
  const own = outputOf === null ? output : host.values.record(outputOf(result()), what);
  const statePatches = () => {
    if (writeBackState === null) return [];
    const recipe = (draft: Record<string, unknown>) => writeBackState(draft, result());
    return transactionOf(states.rulesOf(parent.plan), parent.values, recipe, () => undefined).patches;
  };
  const outcome = () => decide(host.root, { type: "returned", path, output: own });
  if (writeBackFlowState !== null && outcome()?.type === "step-succeeded") {
    statePatches();
    const isOpen = () => parent.phases[index] === Phase.expanded; // it may be given up meanwhile
    const flowState = states.flowState(parent, path, isOpen);
    await flowState?.transaction((draft) => writeBackFlowState(draft as Record<string, unknown>, result())); // it is a draft
  }
  const settled = outcome();
  if (settled === null) return;
  const patches = settled.type === "step-succeeded" ? statePatches() : [];
  const changes: EventBody[] = patches.length > 0 ? [{ type: "state-changed", path, layer: "state", patches }] : [];
  loop.writeAll([...changes, settled]);
}

function subflowAt(state: CoreState, index: number): Subflow {
  const { form } = stepAt(state, index);
  if ("body" in form && form.body.kind === "workflow") return form.body.subflow;
  throw new Error(`Bug: the step at ${JSON.stringify(pathAt(state, index))} has no child run.`);
}
