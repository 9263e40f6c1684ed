/** Shares of the size of a font; those of a wide one, so that a text fits wherever it is shown. */
const widths: readonly (readonly [pattern: RegExp, width: number])[] = [
  [/[il.,:;'|!]/, 0.33],
  [/[fjrt()[\]\-/\\ "`]/, 0.42],
  [/[mwMW@%]/, 0.95],
  [/[A-Z&]/, 0.72],
  [/[\0-\u02ff]/, 0.62],
  [/[\u0300-\u036f\ufe00-\ufe0f]/, 0],
  [/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/, 1.05],
  [/[\u{1f000}-\u{1faff}]/u, 1.4],
];
const otherWidth = 0.75;

/** About how many pixels wide a text is in a font of so many pixels. Bold ones are a tenth wider. */
export function textWidth(text: string, fontSize: number): number {
  let sum = 0;
  for (const character of text) sum += widthOf(character);
  return sum * fontSize;
}

/** The text, or its beginning and an ellipsis where it would be wider. */
export function fittedText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let shown = "";
  let left = width / fontSize - widthOf("…");
  for (const character of text) {
    left -= widthOf(character);
    if (left < 0) break;
    shown += character;
  }
  return `${shown}…`;
}

function widthOf(character: string): number {
  return widths.find(([pattern]) => pattern.test(character))?.[1] ?? otherWidth;
}
