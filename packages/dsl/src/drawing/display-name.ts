const longestName = 60;

/** A name as a drawing shows it: on one line, cut if it is long, and with what cannot be seen written as `\u202e`. */
export function displayName(name: string): string {
  const characters = Array.from(name.slice(0, 2 * longestName)); // by code point: no character is cut in two
  const isCut = characters.length > longestName || name.length > 2 * longestName;
  const shown = isCut ? `${characters.slice(0, longestName - 1).join("")}…` : name;
  return shown.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, asEscape);
}

function asEscape(character: string): string {
  const code = character.codePointAt(0)!; // the pattern matches one character
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
