import { SerializationError, StepError, toJson } from "@stepspan/engine";
import type { StepAnswer, StepOutcome } from "../protocol/inbox-message.ts";
import type { Wires } from "../protocol/wires.ts";

/** The outcome of a call whose body threw, or could not be called. */
export function failed(error: Error, delayMs: number | null, { codec }: Wires): StepOutcome {
  return { kind: "threw", error: toJson(codec.encodeThrown(error, "The error of a step")), delayMs };
}

/** An answer as it goes to its run. One that is too large for a message becomes the failure of its step. */
export function encodeAnswer(answer: StepAnswer, wires: Wires): Uint8Array {
  try {
    return wires.message.serialize(answer);
  } catch (thrown) {
    if (!(thrown instanceof SerializationError)) throw thrown;
    const step = answer.path.slice(answer.path.lastIndexOf("/") + 1);
    const cause = new SerializationError(
      `What step "${step}" gives, with what it changes of its run,`,
      "",
      `does not fit into one message (${thrown.message.trim()})`,
      "Keep it elsewhere and give its address, or give less of it.",
    );
    const error = new StepError({ step, attempt: answer.attempt, cause, input: undefined });
    return wires.message.serialize({ ...answer, effects: [], stateReads: [], outcome: failed(error, null, wires) });
  }
}
