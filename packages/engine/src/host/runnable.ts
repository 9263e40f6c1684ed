import type { Plan } from "../plan/plan.ts";

/**
 * What an engine can run: a plan, and the types of what goes in and comes out.
 *
 * @typeParam Input what the caller gives, before the schema parses it
 * @typeParam Output what the workflow returns
 * @typeParam Outputs the output of each step by its name
 * @typeParam Resources those that a run cannot do without
 */
export interface Runnable<
  Input = unknown,
  Output = unknown,
  Outputs = Readonly<Record<string, unknown>>,
  Resources = object,
> {
  readonly name: string;
  readonly plan: Plan;
  /** Never there at run time: it only carries the types. */
  readonly "~types"?: {
    readonly input: Input;
    readonly output: Output;
    readonly outputs: Outputs;
    readonly resources: Resources;
  };
}
