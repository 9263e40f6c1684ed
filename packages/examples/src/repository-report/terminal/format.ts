const byteUnits = ["kB", "MB", "GB", "TB", "PB"] as const;

/** A number of bytes for people, in steps of 1000: `"1.2 kB"`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let amount = bytes / 1000;
  let unit = 0;
  while (amount >= 999.95 && unit < byteUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(1)} ${byteUnits[unit]}`;
}

/** A time span for people: `"12 ms"`, `"1.2 s"`, `"2 min 3 s"`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A whole number with its thousands apart: `"1,234"`. */
export function formatNumber(number: number): string {
  return number.toLocaleString("en-US");
}

/** How many there are of something: `"1 file"`, `"2,000 files"`. */
export function countOf(number: number, one: string, many = `${one}s`): string {
  return `${formatNumber(number)} ${number === 1 ? one : many}`;
}

/** Columns side by side, each as wide as its longest cell; numbers stand to the right. */
export function alignColumns(rows: readonly (readonly string[])[], sides: readonly ("left" | "right")[]): string[] {
  const widths = sides.map((_, column) => rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return sides[column] === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
