/** Where a lambda stands. */
export interface LambdaPlace {
  readonly workflow: string;
  /** Null for what the workflow returns. */
  readonly step: string | null;
  /** Null for a guard, and for what the workflow returns. */
  readonly parameter: string | null;
  /** Whether the step is a finaliser. */
  readonly always: boolean;
}

/** The steps that a lambda may read: those written before its own. */
export interface EarlierSteps {
  has(name: string): boolean;
  names(): Iterable<string>;
}

/** For messages: `Step "merge" of workflow "report"`, or `The returns lambda of workflow "report"`. */
export function nameOfReader({ workflow, step }: LambdaPlace): string {
  const reader = step === null ? "The returns lambda" : `Step ${JSON.stringify(step)}`;
  return `${reader} of workflow ${JSON.stringify(workflow)}`;
}

/** For messages, behind the name of the reader: ` in parameter "users"`, ` in its guard`, or nothing. */
export function inLambda({ step, parameter }: LambdaPlace): string {
  if (step === null) return "";
  return parameter === null ? " in its guard" : ` in parameter ${JSON.stringify(parameter)}`;
}
