/** Where a lambda stands. */
export interface LambdaPlace {
  readonly workflow: string;
  readonly step: string;
  /** Null for the guard. */
  readonly parameter: string | null;
  /** Whether the step is a finaliser. */
  readonly always: boolean;
}

/** The steps that a lambda may read: those written before its own. */
export interface EarlierSteps {
  has(name: string): boolean;
  names(): Iterable<string>;
}

/** For messages: `parameter "users"`, or `its guard`. */
export function nameOfPlace({ parameter }: LambdaPlace): string {
  return parameter === null ? "its guard" : `parameter ${JSON.stringify(parameter)}`;
}
