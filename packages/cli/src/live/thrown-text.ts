/**
 * What went wrong in a step, in short: the message of what it threw, if that was an error. That of the error around it
 * names the step, which stands beside it already.
 */
export function thrownText(error: Error): string {
  const { cause } = error;
  const isAround = Reflect.get(error, "code") === "STEP_FAILED" && cause instanceof Error && cause.message !== "";
  return isAround ? cause.message : error.message;
}
