/** Says in one line what was thrown, whatever it was: reading it must not throw again. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return Error.prototype.toString.call(thrown);
    if (typeof thrown === "string") return JSON.stringify(thrown);
    if (typeof thrown === "object" && thrown !== null) return `an object (${Object.prototype.toString.call(thrown)})`;
    return typeof thrown === "function" ? "a function" : String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}

/** Ends a text with a full stop, unless it ends like a sentence already. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
