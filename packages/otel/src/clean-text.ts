/** Characters that no name needs and that can disturb where it is shown: controls, lone surrogates, bidi marks, separators. */
const disturbing = /\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Text of users for one line: disturbing characters as `\u001b`, and what is too long ends with "…". */
export function cleanText(text: string, longest = 200): string {
  const shown = cutText(text, longest).replace(disturbing, escaped);
  return cutText(shown, longest);
}

/** At most so many UTF-16 units; what was longer ends with "…". Characters are not cut in two. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const isHalf = (text.codePointAt(end - 1) ?? 0) > 0xffff;
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
