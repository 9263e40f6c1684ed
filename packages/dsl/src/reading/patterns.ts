import type { Origin } from "./origins.ts";
import type { SyntaxNode } from "./syntax.ts";

/** Gets each name (or property) that a pattern assigns to, and where its value comes from. */
export type TargetVisitor = (target: SyntaxNode, origin: Origin) => void;

/**
 * Takes a pattern such as `{ stepSpan: read, ...rest }` apart.
 *
 * @param expression gets each expression in the pattern: defaults and computed keys
 */
export function eachTarget(
  pattern: SyntaxNode,
  origin: Origin,
  expression: (node: SyntaxNode) => void,
  target: TargetVisitor,
): void {
  const into = (inside: SyntaxNode, from: Origin) => eachTarget(inside, from, expression, target);
  switch (pattern.type) {
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") into(property, origin);
        else {
          if (property.computed) expression(property.key);
          into(property.value, { type: "property", of: origin, key: keyOf(property.key, property.computed) });
        }
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element !== null) into(element, { type: "element", of: origin });
      return;
    case "RestElement":
      return into(pattern.argument, { type: "rest", of: origin });
    case "AssignmentPattern":
      expression(pattern.right);
      into(pattern.left, origin);
      return into(pattern.left, { type: "value", node: pattern.right });
    default:
      return target(pattern, origin);
  }
}

/** The key of a property that is written down, or the node that computes it. */
function keyOf(key: SyntaxNode, computed: boolean): string | SyntaxNode {
  if (!computed && key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : key;
}
