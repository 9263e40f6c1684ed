/** Says in one line what was thrown, whatever it was: reading it must not throw again. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    if (typeof thrown === "string") return JSON.stringify(thrown);
    if (typeof thrown === "object" && thrown !== null) return `an object (${Object.prototype.toString.call(thrown)})`;
    return String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}
