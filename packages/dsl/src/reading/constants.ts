import { type Bindings, soleValueOf } from "./bindings.ts";
import { type SyntaxNode, valueNodeOf } from "./syntax.ts";

const deepest = 50;

/** The text that an expression always gives, for example `"a"`, `` `a` ``, `"a" + 1` or a variable that is one of these. */
export function constantText(node: SyntaxNode, bindings: Bindings): string | undefined {
  const value = constantOf(node, bindings, 0);
  return typeof value === "string" ? value : undefined;
}

/** The key of a member such as `.output`, `["output"]` or `[0]`. */
export function constantKey(
  member: { readonly property: SyntaxNode; readonly computed: boolean },
  bindings: Bindings,
): string | undefined {
  const { property, computed } = member;
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  const value = constantOf(property, bindings, 0);
  return value === undefined ? undefined : String(value);
}

/** The texts among which an expression such as `test ? "a" : "b"` chooses. */
export function textChoices(node: SyntaxNode, bindings: Bindings): string[] {
  const value = valueNodeOf(node);
  if (value.type === "ConditionalExpression") {
    return [...textChoices(value.consequent, bindings), ...textChoices(value.alternate, bindings)];
  }
  if (value.type === "LogicalExpression") {
    return [...textChoices(value.left, bindings), ...textChoices(value.right, bindings)];
  }
  const text = constantText(value, bindings);
  return text === undefined ? [] : [text];
}

function constantOf(node: SyntaxNode, bindings: Bindings, depth: number): string | number | undefined {
  if (depth > deepest) return undefined;
  const below = (part: SyntaxNode) => constantOf(part, bindings, depth + 1);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" || typeof node.value === "number" ? node.value : undefined;
    case "TemplateLiteral":
      return joined(
        node.quasis.map((quasi) => quasi.value.cooked ?? undefined),
        node.expressions.map(below),
      );
    case "BinaryExpression":
      return node.operator === "+" ? sum(below(node.left), below(node.right)) : undefined;
    case "SequenceExpression":
      return below(valueNodeOf(node));
    case "Identifier": {
      const value = soleValueOf(node, bindings);
      return value === undefined ? undefined : below(value);
    }
    default:
      return undefined;
  }
}

function joined(
  texts: readonly (string | undefined)[],
  holes: readonly (string | number | undefined)[],
): string | undefined {
  const parts = texts.flatMap((text, index) => (index < holes.length ? [text, holes[index]] : [text]));
  return parts.includes(undefined) ? undefined : parts.join("");
}

function sum(left: string | number | undefined, right: string | number | undefined): string | number | undefined {
  if (left === undefined || right === undefined) return undefined;
  return typeof left === "number" && typeof right === "number" ? left + right : `${left}${right}`;
}
