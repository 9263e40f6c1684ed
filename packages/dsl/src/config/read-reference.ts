import { parseLambda } from "../reading/parse-lambda.ts";
import type { FunctionNode, NodeOf, SyntaxNode } from "../reading/syntax.ts";
import { literalOf, textOf } from "./literal-nodes.ts";
import { isScopeName, type Reference, type StepReference, whyNoPath } from "./reference.ts";
import { type ScopeNames, scopeNamesOf } from "./scope-names.ts";

/**
 * The one value that a lambda reads, if its source shows that it does nothing else: every name in it is its own
 * parameter's, so nothing from outside can change what it means.
 *
 * @returns null for any other lambda
 */
export function readReference(lambda: Function): Reference | null {
  const node = parseLambda(Function.prototype.toString.call(lambda));
  if (node === null || node.async || node.generator) return null;
  const scope = scopeNamesOf(node.params);
  const value = returnedBy(node);
  if (scope === null || value === null) return null;
  if (value.type !== "LogicalExpression") return chainOf(value, scope);
  const reference = value.operator === "??" ? chainOf(value.left, scope) : null;
  const otherwise = literalOf(value.right);
  return reference === null || otherwise === undefined ? null : { ...reference, otherwise };
}

/** What a function returns, if it does nothing else. */
function returnedBy({ body }: FunctionNode): SyntaxNode | null {
  if (body.type !== "BlockStatement") return body;
  const statement = body.body.length === 1 ? body.body[0] : undefined;
  return statement?.type === "ReturnStatement" ? (statement.argument ?? null) : null;
}

/** One property of a chain such as `span?.output.items`. */
interface Link {
  readonly key: string;
  readonly optional: boolean;
}

function chainOf(node: SyntaxNode, scope: ScopeNames): Reference | null {
  const links: Link[] = [];
  let start: SyntaxNode = node.type === "ChainExpression" ? node.expression : node;
  while (start.type === "MemberExpression" && scope.keyOf(start) === null) {
    const key = start.computed ? textOf(start.property) : nameOf(start.property);
    if (key === null) return null;
    links.unshift({ key, optional: start.optional });
    start = start.object;
  }
  const path = links.map(({ key }) => key);
  if (whyNoPath(path) !== null) return null;
  const step = start.type === "CallExpression" ? stepOf(start, scope) : null;
  if (!mayMiss(links, step?.read === "default")) return null;
  if (step !== null) return { ...step, path };
  const name = scope.keyOf(start);
  return name !== null && isScopeName(name) ? { scope: name, path } : null;
}

/** A span that may be null is asked with `?.`, and nothing else is. */
function mayMiss(links: readonly Link[], isDefault: boolean): boolean {
  return links.every(({ optional }, index) => optional === (isDefault && index === 0));
}

function nameOf(property: SyntaxNode): string | null {
  return property.type === "Identifier" ? property.name : null;
}

function stepOf(call: NodeOf<"CallExpression">, scope: ScopeNames): Omit<StepReference, "path"> | null {
  if (call.optional || scope.keyOf(call.callee) !== "stepSpan") return null;
  const [name, options, ...others] = call.arguments;
  const step = name === undefined || others.length > 0 ? undefined : literalOf(name);
  if (typeof step !== "string") return null;
  if (options === undefined) return { step };
  const written = JSON.stringify(literalOf(options) ?? null);
  if (written === '{"default":null}') return { step, read: "default" };
  return written === '{"settled":true}' ? { step, read: "settled" } : null;
}
