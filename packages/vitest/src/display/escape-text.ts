const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const shortForms = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The text on one line, with control characters, bidirectional marks and line separators escaped. */
export function escapeText(text: string): string {
  return text.replace(unprintable, (character) => shortForms.get(character) ?? escapeSequence(character));
}

/** The text in double quotes, escaped so that JSON reads it back. */
export function quoteText(text: string): string {
  return escapeText(JSON.stringify(text));
}

function escapeSequence(character: string): string {
  return Array.from({ length: character.length }, (_, index) => codeUnitEscape(character.charCodeAt(index))).join("");
}

function codeUnitEscape(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, "0")}`;
}
