const longestText = 100;

/** A name or text as it stands in a message: quoted, its control characters escaped, cut if it is long. */
export function quoted(text: string): string {
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escaped);
}

/** What came instead of what was expected, as it stands in a message. */
export function shownValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return "a symbol";
    case "function":
      return isAsyncFunction(value) ? "an async function" : "a function";
    case "object":
      return shownObject(value);
    default:
      return String(value);
  }
}

/** Whether a function was written with `async`. */
export function isAsyncFunction(value: Function): boolean {
  return Object.prototype.toString.call(value) === "[object AsyncFunction]";
}

function shownObject(value: object | null): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return value instanceof Promise ? "a promise" : "an object";
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
