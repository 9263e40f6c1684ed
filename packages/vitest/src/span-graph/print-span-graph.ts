import { quoteText } from "../display/escape-text.ts";
import { foldItems } from "./fold-items.ts";
import { isBareName, type SpanGraphNode } from "./node.ts";

const widestColumn = 48;

/** The parts of one line: name with indentation, dependencies, attempts and status. */
type Cells = readonly [string, string, string];

/**
 * Prints span graphs in aligned columns, of the same width in all of them so that equal lines are equal texts. Many items
 * that are alike are one line.
 */
export function printSpanGraphs(roots: readonly SpanGraphNode[]): string[] {
  const graphs = roots.map((root) => linesOf(foldItems(root), 0));
  const widths = [0, 1].map((column) => columnWidth(graphs.flat().map((cells) => cells[column]!)));
  return graphs.map((lines) => lines.map((cells) => printLine(cells, widths)).join("\n"));
}

function linesOf(node: SpanGraphNode, depth: number): readonly Cells[] {
  const cells: Cells = ["  ".repeat(depth) + printName(node.name), printDependencies(node), printOutcome(node)];
  return [cells, ...node.children.flatMap((child) => linesOf(child, depth + 1))];
}

/** One very long line does not push all others to the right. */
function columnWidth(cells: readonly string[]): number {
  const lengths = cells.map((cell) => cell.length).filter((length) => length <= widestColumn);
  return lengths.reduce((widest, length) => Math.max(widest, length), 0);
}

function printLine(cells: Cells, widths: readonly number[]): string {
  return cells
    .map((cell, column) => (widths[column] === 0 ? cell : `${cell.padEnd(widths[column] ?? 0)}  `))
    .join("")
    .trimEnd();
}

function printDependencies({ dependencies }: SpanGraphNode): string {
  return dependencies.length === 0 ? "" : `<- ${dependencies.map(printName).join(", ")}`;
}

function printOutcome({ attempts, status, reason }: SpanGraphNode): string {
  const times = attempts > 1 ? [`×${attempts}`] : [];
  return status === "succeeded" ? times.join("") : [...times, printStatus(status, reason)].join(" ");
}

function printStatus(status: string, reason: readonly string[]): string {
  if (reason.length === 0) return status;
  if (status === "failed") return `failed: ${reason.map(quoteText).join(" ")}`;
  const [kind, ...words] = reason;
  return [`${status}: ${kind}`, ...words.map(kind === "cancel" ? quoteText : printName)].join(" ");
}

function printName(name: string): string {
  return isBareName(name) ? name : quoteText(name);
}
