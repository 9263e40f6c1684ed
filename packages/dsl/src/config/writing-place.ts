import { quoted } from "../checks/show-value.ts";
import type { Ledger } from "./ledger.ts";

/** A workflow, or one of its steps, that is being written as a configuration. */
export interface WritingPlace {
  readonly ledger: Ledger;
  readonly of: "workflow" | "step";
  /** The steps that lead here: none for the outermost workflow. */
  readonly steps: readonly string[];
}

/** The place of a step of the workflow at `place`. */
export function placeOfStepIn({ ledger, steps }: WritingPlace, step: string): WritingPlace {
  return { ledger, of: "step", steps: [...steps, step] };
}

/** The place of the workflow that is the body of the step at `place`. */
export function placeOfBody({ ledger, steps }: WritingPlace): WritingPlace {
  return { ledger, of: "workflow", steps };
}

/** The place of the workflow that has the step at `place`. */
export function placeAbove({ ledger, steps }: WritingPlace): WritingPlace {
  return { ledger, of: "workflow", steps: steps.slice(0, -1) };
}

/** For messages: `step "outer", step "inner", parameter "users"`. */
export function placeText({ steps }: WritingPlace, part: string): string {
  return [...steps.map((step) => `step ${quoted(step)}`), part].join(", ");
}

/** The name of a part that has none of its own: `input` of a workflow, `fetch.input` of a step, `outer/fetch.input` below it. */
export function partNameAt({ of, steps }: WritingPlace, part: string): string {
  if (steps.length === 0) return part;
  return `${steps.join("/")}${of === "step" ? "." : "/"}${part}`;
}
