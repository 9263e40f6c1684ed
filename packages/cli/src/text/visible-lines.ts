import { visibleText } from "@stepspan/engine/reading";

/** Text of users that may have several lines, such as the message of an error; each is as `visibleText` shows it. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map(visibleText);
}

/** The same as one text, in which all lines but the first are indented. */
export function visibleParagraph(text: string, indent = "  "): string {
  return visibleLines(text).join(`\n${indent}`);
}
