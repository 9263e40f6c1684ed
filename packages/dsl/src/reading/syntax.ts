import type { AnyNode } from "acorn";

/** Any node of a syntax tree, told apart by `type`. */
export type SyntaxNode = AnyNode;

export type NodeOf<Type extends SyntaxNode["type"]> = Extract<SyntaxNode, { readonly type: Type }>;

export type FunctionNode = NodeOf<"ArrowFunctionExpression" | "FunctionExpression" | "FunctionDeclaration">;

export type CallNode = NodeOf<"CallExpression">;

export function isFunctionNode(node: SyntaxNode): node is FunctionNode {
  return (
    node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression" || node.type === "FunctionDeclaration"
  );
}

/** The nodes directly below, in the order in which the source has them. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** The last expression of a sequence such as `(0, stepSpan)` or `(counter++, value)`; any other node as it is. */
export function valueNodeOf(node: SyntaxNode): SyntaxNode {
  let value = node;
  while (value.type === "SequenceExpression") value = value.expressions.at(-1)!; // a sequence has at least two
  return value;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
