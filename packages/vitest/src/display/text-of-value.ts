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

/** What a step threw, without the sentence that a `StepError` puts around it. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return textOfValue(error);
  if (error.code === "STEP_FAILED") return textOfValue(error.cause);
  if (error.code === "STEP_TIMEOUT" && "timeoutMs" in error) return `timeout of ${error.timeoutMs} ms`;
  return textOfValue(error);
}
