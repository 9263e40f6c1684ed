import type { Report } from "../steps/join-report.ts";
import { escapeControl } from "./escape-control.ts";
import { alignColumns, countOf, formatBytes, formatNumber } from "./format.ts";
import type { Style } from "./style.ts";

const rowsAtMost = 10;
const copiesAtMost = 4;

/** The report as text for a terminal. Whatever comes from the folder is escaped. */
export function reportText(report: Report, style: Style): string {
  const sections = [
    [style.heading(`Repository report: ${escapeControl(report.name)}`), style.quiet(escapeControl(report.folder))],
    ["", overview(report)],
    section("Languages", languageRows(report), style),
    section("Largest files", largestRows(report), style),
    section(todoHeading(report), todoRows(report), style),
    section(duplicateHeading(report), duplicateRows(report), style),
    section(historyHeading(report), historyRows(report), style),
    section(importHeading(report), importRows(report), style),
    ...(report.unreadable.length > 0 ? [section("Not readable", unreadableRows(report), style)] : []),
  ];
  return sections.flat().join("\n");
}

function section(heading: string, rows: readonly string[], style: Style): readonly string[] {
  return ["", style.heading(heading), ...rows.map((row) => `  ${row}`)];
}

/** The first rows, and how many more there are of `total`. */
function firstRows(rows: readonly string[], total: number): readonly string[] {
  const shown = rows.slice(0, rowsAtMost);
  return shown.length < total ? [...shown, `… and ${formatNumber(total - shown.length)} more`] : shown;
}

function overview({ files, lines, bytes, binaryFiles, links, isCheckout }: Report): string {
  return [
    countOf(files, "file"),
    countOf(lines, "line"),
    formatBytes(bytes),
    ...(binaryFiles > 0 ? [countOf(binaryFiles, "binary file")] : []),
    ...(links > 0 ? [`${countOf(links, "link")} not followed`] : []),
    isCheckout ? "files chosen by git" : "not a git checkout",
  ].join(" · ");
}

function languageRows({ languages }: Report): readonly string[] {
  if (languages.length === 0) return ["none"];
  const rows = languages.map(({ language, files, lines, bytes }) => [
    language,
    countOf(files, "file"),
    countOf(lines, "line"),
    formatBytes(bytes),
  ]);
  return alignColumns(rows, ["left", "right", "right", "right"]);
}

function largestRows({ largest }: Report): readonly string[] {
  if (largest.length === 0) return ["none"];
  return alignColumns(
    largest.map(({ path, bytes }) => [formatBytes(bytes), escapeControl(path)]),
    ["right", "left"],
  );
}

function todoHeading({ todos }: Report): string {
  return `TODO and FIXME: ${formatNumber(todos.counts.TODO)} and ${formatNumber(todos.counts.FIXME)}`;
}

function todoRows({ todos }: Report): readonly string[] {
  const rows = todos.comments.map(({ path, line, text }) => `${escapeControl(path)}:${line}  ${escapeControl(text)}`);
  return firstRows(rows, todos.counts.TODO + todos.counts.FIXME);
}

function duplicateHeading({ duplicates }: Report): string {
  if (duplicates.groupCount === 0) return "Duplicates: none";
  return `Duplicates: ${countOf(duplicates.groupCount, "group")}, ${formatBytes(duplicates.wastedBytes)} too many`;
}

function duplicateRows({ duplicates }: Report): readonly string[] {
  const rows = duplicates.groups.map(({ bytes, copies, paths }) => {
    const shown = paths.slice(0, copiesAtMost);
    const more = copies > shown.length ? `, … and ${formatNumber(copies - shown.length)} more` : "";
    return `${copies} × ${formatBytes(bytes)}  ${shown.map(escapeControl).join(", ")}${more}`;
  });
  return firstRows(rows, duplicates.groupCount);
}

function historyHeading({ history, gitRefusal }: Report): string {
  if (history === null) return `Git history: ${gitRefusal === null ? "none" : escapeControl(gitRefusal)}`;
  const commits = history.hasMore
    ? `the last ${countOf(history.commits, "commit")}`
    : countOf(history.commits, "commit");
  const days = history.oldest === null ? "" : `, ${history.oldest} to ${history.newest}`;
  return `Git history: ${commits} by ${countOf(history.authorCount, "author")}${days}`;
}

function historyRows({ history }: Report): readonly string[] {
  if (history === null) return [];
  const rowsOf = (title: string, counts: readonly { readonly name: string; readonly commits: number }[]) =>
    counts.map(({ name, commits }, index) => [index === 0 ? title : "", formatNumber(commits), escapeControl(name)]);
  return alignColumns(
    [...rowsOf("authors", history.authors), ...rowsOf("most changed", history.mostChanged)],
    ["left", "right", "left"],
  );
}

function importHeading({ modules, imports, cycles }: Report): string {
  return `Imports: ${formatNumber(imports)} between ${countOf(modules, "module")}, ${countOf(cycles.length, "cycle")}`;
}

function importRows({ cycles, unresolved }: Report): readonly string[] {
  const cycleRows = cycles.map((cycle) => `cycle: ${trailText(cycle)}`);
  const lostRows = unresolved.map(
    ({ from, specifier }) => `leads nowhere: ${escapeControl(specifier)} in ${escapeControl(from)}`,
  );
  return [...firstRows(cycleRows, cycles.length), ...firstRows(lostRows, unresolved.length)];
}

/** The way round, without the middle of a very long one. */
function trailText(cycle: readonly string[]): string {
  const closed = [...cycle, ...cycle.slice(0, 1)].map(escapeControl);
  const shown = closed.length > 8 ? [...closed.slice(0, 6), `… ${closed.length - 7} more …`, closed.at(-1)] : closed;
  return shown.join(" → ");
}

function unreadableRows({ unreadable }: Report): readonly string[] {
  return firstRows(unreadable.map(escapeControl), unreadable.length);
}
