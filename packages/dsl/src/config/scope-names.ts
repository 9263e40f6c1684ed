import type { FunctionNode, NodeOf, SyntaxNode } from "../reading/syntax.ts";

/** How the source of a lambda writes what is in its scope. */
export interface ScopeNames {
  /** The key of the scope that an expression reads, for example of `stepSpan` or `scope.input`; null for any other. */
  keyOf(node: SyntaxNode): string | null;
}

/** @returns null for parameters that are more than one plain name or one plain pattern */
export function scopeNamesOf(params: FunctionNode["params"]): ScopeNames | null {
  const [param, ...others] = params;
  if (param === undefined || others.length > 0) return null;
  if (param.type === "Identifier") return namesBelow(param.name);
  return param.type === "ObjectPattern" ? namesInPattern(param) : null;
}

function namesBelow(scope: string): ScopeNames {
  return {
    keyOf(node) {
      if (node.type !== "MemberExpression" || node.computed || node.optional) return null;
      if (node.object.type !== "Identifier" || node.object.name !== scope) return null;
      return node.property.type === "Identifier" ? node.property.name : null;
    },
  };
}

function namesInPattern(pattern: NodeOf<"ObjectPattern">): ScopeNames | null {
  const keys = new Map<string, string>();
  for (const property of pattern.properties) {
    if (property.type !== "Property" || property.computed) return null;
    if (property.key.type !== "Identifier" || property.value.type !== "Identifier") return null;
    keys.set(property.value.name, property.key.name);
  }
  return { keyOf: (node) => (node.type === "Identifier" ? (keys.get(node.name) ?? null) : null) };
}
