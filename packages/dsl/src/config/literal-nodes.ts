import type { NodeOf, SyntaxNode } from "../reading/syntax.ts";
import type { JsonValue } from "./json-value.ts";

/** The JSON that an expression is written as. @returns undefined for any other */
export function literalOf(node: SyntaxNode): JsonValue | undefined {
  switch (node.type) {
    case "Literal":
      return jsonOf(node.value);
    case "TemplateLiteral":
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case "UnaryExpression":
      return unary(node);
    case "ArrayExpression":
      return elementsOf(node);
    case "ObjectExpression":
      return membersOf(node);
    default:
      return undefined;
  }
}

/** The text that a string or a number is as a key. @returns null for any other expression */
export function textOf(node: SyntaxNode): string | null {
  const value = literalOf(node);
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** Regular expressions and big integers are literals too, and a number can be too large. */
function jsonOf(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** `-1`, and `!0` as minifiers write `true`. */
function unary({ operator, argument }: NodeOf<"UnaryExpression">): JsonValue | undefined {
  const value = argument.type === "Literal" ? argument.value : undefined;
  if (typeof value !== "number") return undefined;
  if (operator === "!") return value === 0;
  return operator === "-" && value !== 0 ? jsonOf(-value) : undefined;
}

function elementsOf({ elements }: NodeOf<"ArrayExpression">): JsonValue | undefined {
  const values: JsonValue[] = [];
  for (const element of elements) {
    const value = element === null ? undefined : literalOf(element);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function membersOf({ properties }: NodeOf<"ObjectExpression">): JsonValue | undefined {
  const members: Record<string, JsonValue> = {};
  for (const property of properties) {
    if (property.type !== "Property" || property.computed || property.kind !== "init") return undefined;
    const key = property.key.type === "Identifier" ? property.key.name : textOf(property.key);
    const value = literalOf(property.value);
    if (key === null || key === "__proto__" || value === undefined) return undefined;
    members[key] = value;
  }
  return members;
}
