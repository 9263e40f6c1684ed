import stringWidth from "string-width";

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The beginning of a text that fits into so many columns, with `…` for what was left out; no character is cut in two. */
export function fitted(text: string, columns: number): string {
  if (isShortAscii(text, columns) || widthOf(text) <= columns) return text;
  if (columns < 1) return "";
  let [shown, width] = ["", 0];
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    shown += segment;
  }
  return `${shown}…`;
}

/** Filled up with blanks to so many columns, or cut to them. */
export function padded(text: string, columns: number): string {
  const shown = fitted(text, columns);
  return shown + " ".repeat(Math.max(0, columns - widthOf(shown)));
}

/** The same with the text at the right end. */
export function paddedStart(text: string, columns: number): string {
  const shown = fitted(text, columns);
  return " ".repeat(Math.max(0, columns - widthOf(shown))) + shown;
}

function isShortAscii(text: string, columns: number): boolean {
  return text.length <= columns && /^[ -~]*$/.test(text);
}

/** Rows of a table, each column as wide as its longest cell; without blanks at the ends of lines. */
export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => padded(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
