import { DefinitionError } from "@stepspan/engine";
import { escapeText } from "../display/escape-text.ts";
import { itemName, placeWithin } from "./item-names.ts";
import type { SpanGraphNode } from "./node.ts";
import { parseLine, type SpanGraphLine } from "./parse-line.ts";

/** A line that was read, its children still growing. */
interface OpenNode extends SpanGraphLine {
  readonly indentation: string;
  readonly children: OpenNode[];
  /** Of the spans that its children stand for. */
  readonly childNames: Set<string>;
  /** The spans that the line stands for: several for a range of items. */
  names: readonly string[];
}

/** A range that is longer is a mistake. */
const mostItems = 100_000;

/**
 * Reads a span graph as a person writes it.
 *
 * @throws DefinitionError with the number of the line that cannot be read
 */
export function parseSpanGraph(text: string): SpanGraphNode {
  const open: OpenNode[] = [];
  let root: OpenNode | null = null;
  text.split(/\r?\n/u).forEach((line, index) => {
    try {
      const node = openNode(line);
      if (node === null) return;
      if (root === null) root = node;
      else addBelow(open, node, root);
      open.push(node);
    } catch (error) {
      throw unreadable(error, index + 1, line);
    }
  });
  if (root === null) {
    throw new DefinitionError(
      "The span graph is empty. Write the name of the workflow on the first line and its steps, indented, below it.",
    );
  }
  return toGraph(root);
}

function openNode(line: string): OpenNode | null {
  const parsed = parseLine(line);
  return parsed && { ...parsed, indentation: /^\s*/u.exec(line)![0], children: [], childNames: new Set(), names: [] }; // matches every line
}

function addBelow(open: OpenNode[], node: OpenNode, root: OpenNode): void {
  while (open.length > 0 && !isDeeper(node, open.at(-1)!)) open.pop();
  const parent = open.at(-1);
  if (parent === undefined) {
    throw new Error(`the line stands beside "${root.name}", the name of the workflow; indent the steps below it`);
  }
  const sibling = parent.children[0];
  if (sibling !== undefined && sibling.indentation !== node.indentation) {
    throw new Error(`the line is not indented like its siblings below "${parent.name}"`);
  }
  if (node.status === "paused") throw new Error("a step cannot be paused, only the run on the first line can");
  node.names = namesOf(node, parent);
  for (const name of node.names) {
    if (parent.childNames.has(name)) throw new Error(`"${name}" is written twice below "${parent.name}"`);
    parent.childNames.add(name);
  }
  parent.children.push(node);
}

/** `fetch[0..2]` below `fetch` stands for three items. */
function namesOf({ name }: OpenNode, parent: OpenNode): readonly string[] {
  const place = placeWithin(parent.name, name);
  if (place === null) return [name];
  const { first, last } = place;
  if (last < first) throw new Error(`the range of "${name}" ends before it begins`);
  if (last - first >= mostItems) throw new Error(`the range of "${name}" is longer than ${mostItems} items`);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    itemName(parent.name, { ...place, first: first + index, last: first + index }),
  );
}

function toGraph({ name, dependencies, attempts, status, reason, children }: OpenNode): SpanGraphNode {
  const below = children.flatMap((child) => {
    const node = toGraph(child);
    return child.names.map((each) => ({ ...node, name: each }));
  });
  return { name, dependencies, attempts, status, reason, children: below };
}

function isDeeper(node: OpenNode, than: OpenNode): boolean {
  return node.indentation !== than.indentation && node.indentation.startsWith(than.indentation);
}

function unreadable(error: unknown, lineNumber: number, line: string): DefinitionError {
  const problem = error instanceof Error ? error.message : String(error);
  const sentence = problem.endsWith("?") ? problem : `${problem}.`;
  return new DefinitionError(
    `Line ${lineNumber} of the span graph cannot be read: ${sentence}\n  ${escapeText(line.trim())}`,
  );
}
