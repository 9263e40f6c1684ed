import { visibleText } from "@stepspan/engine/reading";

const longestName = 60;

/** A name as a drawing shows it: on one line, cut if it is long, and with what cannot be seen written as `\u202e`. */
export function displayName(name: string): string {
  const characters = Array.from(name.slice(0, 2 * longestName)); // by code point: no character is cut in two
  const isCut = characters.length > longestName || name.length > 2 * longestName;
  return visibleText(isCut ? `${characters.slice(0, longestName - 1).join("")}…` : name);
}
