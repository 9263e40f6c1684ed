import { visibleText } from "../errors/visible-text.ts";

/** The text on one line, cut after so many characters, and with what cannot be seen written as `\u202e`. */
export function displayText(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 2 * longest)); // by code point: no character is cut in two
  const isCut = characters.length > longest || text.length > 2 * longest;
  return visibleText(isCut ? `${characters.slice(0, longest - 1).join("")}…` : text);
}
