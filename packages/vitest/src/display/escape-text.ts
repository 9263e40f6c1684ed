import { visibleText } from "@stepspan/engine/reading";

const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text on one line, with control characters, bidirectional marks and line separators escaped. */
export function escapeText(text: string): string {
  return visibleText(text.replace(/[\n\r\t]/g, (character) => shortForms[character]!)); // it has these three
}

/** The text in double quotes, escaped so that JSON reads it back. */
export function quoteText(text: string): string {
  return escapeText(JSON.stringify(text));
}
