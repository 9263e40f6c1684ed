import { digest, modulus, numbers } from "../cases/digest.ts";
import type { FlowCase, ReadCase } from "../cases/form-case.ts";
import type { Ending, World } from "./world.ts";

/** An event that was sent to the `on` step of a run. */
export interface SentTurn {
  readonly value: number;
  readonly depth: number;
}

/** One run, or one child run, while it is interpreted: step after step, without a scheduler. */
export interface Frame {
  readonly flow: FlowCase;
  readonly world: World;
  /** Stands before the paths of its steps. */
  readonly prefix: string;
  readonly input: { readonly p: number; readonly depth: number };
  readonly state: Map<string, number>;
  /** Whether its flow state is its own and lost with it. */
  readonly ownsFlowState: boolean;
  readonly endings: Map<string, Ending>;
  readonly turns: SentTurn[];
}

/** What reading some steps gives. */
export type Reading =
  | { readonly kind: "value"; readonly sum: number }
  /** A lost step was read without `settled`. */
  | { readonly kind: "lost" }
  | { readonly kind: "threw" };

/** @param isFinaliser every step counts as guarded for it, and none as lost */
export function readAll({ endings }: Frame, reads: readonly ReadCase[], isFinaliser: boolean): Reading {
  let sum = 0;
  for (const { step, mode } of reads) {
    const ending = endings.get(step)!; // it is an earlier step
    if (ending.status === "succeeded") sum += digest(ending.output);
    else if (mode === "settled") sum += numbers[ending.status];
    else if (ending.isLost && !isFinaliser) return { kind: "lost" };
    else if (mode === "default") sum += numbers.noOutput;
    else return { kind: "threw" };
  }
  return { kind: "value", sum: sum % modulus };
}

export function addTo(values: Map<string, number>, key: string, amount: number): void {
  values.set(key, (values.get(key) ?? 0) + amount);
}
