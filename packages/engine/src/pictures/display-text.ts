/** The text on one line, cut after so many characters, and with what cannot be seen written as `\u202e`. */
export function displayText(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest)); // by code point: no character is cut in two
  const isCut = characters.length > longest || text.length > 2 * longest;
  const shown = isCut ? `${characters.slice(0, longest - 1).join("")}…` : text;
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, asEscape);
}

function asEscape(character: string): string {
  const code = character.codePointAt(0)!; // the pattern matches one character
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
