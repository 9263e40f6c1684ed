import { SerializationError, StepError, toJson } from "@stepspan/engine";
import type { StepAnswer, StepOutcome } from "../protocol/inbox-message.ts";
import type { Wires } from "../protocol/wires.ts";

/** Restate takes 32 MiB in one message; what it adds itself has room beside this. */
const longestMessage = 30 * 2 ** 20;

/** The outcome of a call whose body threw, or could not be called. */
export function failed(error: Error, delayMs: number | null, { codec }: Wires): StepOutcome {
  return { kind: "threw", error: toJson(codec.encodeThrown(error, "The error of a step")), delayMs };
}

/** An answer as it goes to its run. One that is too large for a message becomes the failure of its step. */
export function encodeAnswer(answer: StepAnswer, wires: Wires): Uint8Array {
  try {
    const bytes = wires.message.serialize(answer);
    if (bytes.length <= longestMessage) return bytes;
    throw new SerializationError(
      "A message for a run",
      "",
      `has ${bytes.length} bytes, of at most ${longestMessage}`,
      "",
    );
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
