/** A short text for whatever was thrown or given as a reason; never throws. */
export function textOfValue(value: unknown): string {
  try {
    if (value instanceof Error) return String(value.message) || value.name;
    if (typeof value === "string") return value;
    if (typeof value === "object" && value !== null) return JSON.stringify(value) ?? "an object";
    return String(value);
  } catch {
    return "a value that cannot be shown";
  }
}

/** Sub-workflows in each other put one sentence around the other. */
const mostSentences = 20;

/** What a step threw, without the sentences that a `StepError` of it, and of those above it, puts around that. */
export function failureText(error: unknown, sentences = mostSentences): string {
  if (!(error instanceof Error) || !("code" in error)) return textOfValue(error);
  if (error.code === "STEP_FAILED")
    return sentences === 0 ? textOfValue(error.cause) : failureText(error.cause, sentences - 1);
  if (error.code === "STEP_TIMEOUT" && "timeoutMs" in error) return `timeout of ${error.timeoutMs} ms`;
  return textOfValue(error);
}
