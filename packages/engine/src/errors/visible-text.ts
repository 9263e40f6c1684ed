/** Control characters, marks that change the direction, halves of surrogate pairs, line separators: all that has no sign. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * Text of users on one line for people: what cannot be seen, or would act on a terminal or on the text around it, is
 * written as `\u001b`; nothing is cut. Not markup: for HTML or SVG it is still to be escaped.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, escapesOf);
}

/** One escape for each code unit, as JSON has them. */
function escapesOf(character: string): string {
  return Array.from({ length: character.length }, (_unit, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }).join("");
}
