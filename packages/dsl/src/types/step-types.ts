/**
 * What the compiler remembers of one step of a workflow. A workflow's steps are a union of these:
 * adding one is cheap, and the union reads well in an editor.
 */
export interface StepType<out Name extends string = string, out Output = unknown, out Plain extends string = string> {
  readonly name: Name;
  readonly output: Output;
  /** The name again, if a lambda may read the step without saying what happens when it has no output. */
  readonly plain: Plain;
}

/** A step that has an output whenever a later step is evaluated. */
export interface PlainStep<out Name extends string, out Output> extends StepType<Name, Output, Name> {}

/** A step that may be skipped or may fail tolerated: one with `when`, `skipWith` or `continueOnError`. */
export interface GuardedStep<out Name extends string, out Output> extends StepType<Name, Output, never> {}

/** The output of each step by its name. */
export type OutputsOf<Steps extends StepType> = { readonly [Step in Steps as Step["name"]]: Step["output"] };

/**
 * Whether `Names` has `Name` among them. `Names` stands where a parameter's type does: so the compiler sees that a
 * workflow with few steps is assignable to one with more. `Name` stands alone too, so that the compiler does not hold
 * `Name` against all `Names` before it knows it.
 */
export type Includes<Names, Name> = [Name, (name: Names) => void] extends [unknown, (name: Name) => void]
  ? true
  : false;
