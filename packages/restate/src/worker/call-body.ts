import type { CancelReason } from "@stepspan/engine";
import type { StepAnswer } from "../protocol/inbox-message.ts";
import type { StepCall } from "../protocol/step-call.ts";
import { BodyCall, type BodyEnd } from "./body-call.ts";
import { encodeAnswer } from "./encode-answer.ts";
import type { CalledWorkflow } from "./worker-parts.ts";

/** A call of a body that is under way. */
export interface CalledBody {
  /** As it goes to the run. Never rejects. */
  readonly answer: Promise<Uint8Array>;
  abort(because: CancelReason): void;
  /** Nobody waits for its answer any more. */
  abandon(reason: Error): void;
}

/**
 * Calls the body of a step, once it has a slot of the process.
 *
 * @throws DefinitionError if the workflow has no such step
 */
export function callBody(workflow: CalledWorkflow, call: StepCall): CalledBody {
  let current = new BodyCall(workflow, call);
  const ended = async (): Promise<BodyEnd> => {
    const end = await current.start();
    if (end !== "lacks-step-state") return end;
    current = new BodyCall(workflow, call);
    return ended();
  };
  return {
    answer: ended().then((end) => answerOf(workflow, call, end)),
    abort: (because) => current.abort(because),
    abandon: (reason) => current.abandon(reason),
  };
}

function answerOf({ parts }: CalledWorkflow, call: StepCall, end: BodyEnd): Uint8Array {
  const { path, attempt, run, ask } = call;
  const { clock, worker, wires } = parts;
  const { stateVersion, flowVersion } = run;
  const answer: StepAnswer = {
    ...{ ...end, kind: "answer", at: clock.now(), path, attempt, call: call.call, worker, stateVersion, flowVersion },
    ask: ask === null ? null : { wait: ask.wait, sent: ask.sent },
  };
  return encodeAnswer(answer, wires);
}
