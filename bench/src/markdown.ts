/** A table, from its head and its rows. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** A table with a title, and a sentence that explains it. */
export function section(title: string, explained: string, table: string): string {
  return [`**${title}.** ${explained}`.trim(), table].join("\n\n");
}

/** A text that others wrote, in one line that does not break a table, nor fill the screen. */
export function cellText(text: string): string {
  const line = text.split("\n")[0]!.replaceAll("|", "\\|");
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

/** Two digits that count, or all before the point. */
export function rounded(figure: number): string {
  if (figure >= 10) return Math.round(figure).toLocaleString("en");
  return figure >= 1 ? figure.toFixed(1) : figure.toFixed(2);
}
