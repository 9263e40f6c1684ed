import { DefinitionError } from "@stepspan/engine";
import { escapeText } from "../display/escape-text.ts";
import type { SpanGraphNode } from "./node.ts";
import { parseLine, type SpanGraphLine } from "./parse-line.ts";

/** A line that was read, its children still growing. */
interface OpenNode extends SpanGraphLine {
  readonly indentation: string;
  readonly children: OpenNode[];
  readonly childNames: Set<string>;
}

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
  return root;
}

function openNode(line: string): OpenNode | null {
  const parsed = parseLine(line);
  return parsed && { ...parsed, indentation: /^\s*/u.exec(line)![0], children: [], childNames: new Set() }; // matches every line
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
  if (parent.childNames.has(node.name)) {
    throw new Error(`"${node.name}" is written twice below "${parent.name}"`);
  }
  parent.childNames.add(node.name);
  parent.children.push(node);
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
