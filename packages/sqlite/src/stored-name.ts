/**
 * A name as it is kept in a column: itself, with quotes, backslashes, control characters and halves of surrogate pairs
 * escaped as in JSON, since SQLite ends some texts at NUL and UTF-8 has no such halves.
 */
export function storedName(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

/** The name of which `storedName` made this; null if it made no such text. */
export function nameStoredAs(stored: unknown): string | null {
  try {
    const name: unknown = typeof stored === "string" ? JSON.parse(`"${stored}"`) : null;
    return typeof name === "string" ? name : null;
  } catch {
    return null;
  }
}
