/** A character for private use: it stays what it is in upper and lower case, when trimmed, and in every part that is cut out. */
const mark = "\uE5A7";

/** What a proxy gives where a text is needed. */
export const markerText = mark.repeat(16);

/** Whether a text was made from a proxy: from its marker, or by calculating with it, which gives NaN. */
export function isMarked(text: string): boolean {
  return text.includes(mark) || text.includes("NaN");
}
