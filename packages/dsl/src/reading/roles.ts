import type { Binding, Bindings } from "./bindings.ts";
import { constantKey, constantText } from "./constants.ts";
import type { Origin } from "./origins.ts";
import type { NodeOf, SyntaxNode } from "./syntax.ts";

/** What a value can be for us: a set of bits, because a variable may hold different things at different times. */
export const Role = {
  /** What is of no interest. */
  other: 1,
  /** A variable from outside of the lambda, or what is in it. */
  outside: 2,
  /** The argument of the lambda. */
  scope: 4,
  /** The scope's `stepSpan`. */
  scopeRead: 8,
  /** The exported `stepSpan`. */
  exportedRead: 16,
  /** The exported `getRunContext`. */
  getRunContext: 32,
  /** What it returns. */
  runContext: 64,
  getData: 128,
} as const;

export const readRoles = Role.scopeRead | Role.exportedRead;

/** Functions that read, or that give what reads. */
export const functionRoles = readRoles | Role.getRunContext | Role.getData;

/** Values through which others could read: if one leaves the lambda, its source no longer shows all reads. */
export const readingRoles = functionRoles | Role.scope | Role.runContext;

/** Tells what the expressions of a lambda can be. */
export interface Roles {
  of(node: SyntaxNode): number;
  ofOrigin(origin: Origin): number;
}

export function createRoles(bindings: Bindings): Roles {
  const known = new Map<Binding, number>();

  function of(node: SyntaxNode): number {
    switch (node.type) {
      case "Identifier":
        return ofIdentifier(node);
      case "MemberExpression":
        return ofProperty(of(node.object), constantKey(node, bindings));
      case "CallExpression":
        return of(node.callee) & Role.getRunContext ? Role.runContext : Role.other;
      case "ChainExpression":
        return of(node.expression);
      case "SequenceExpression":
        return of(node.expressions.at(-1)!); // a sequence has at least two
      case "ConditionalExpression":
        return of(node.consequent) | of(node.alternate);
      case "LogicalExpression":
        return of(node.left) | of(node.right);
      case "AssignmentExpression":
        return node.operator === "=" ? of(node.right) : of(node.left) | of(node.right);
      default:
        return Role.other;
    }
  }

  function ofIdentifier(node: NodeOf<"Identifier">): number {
    const binding = bindings.of(node);
    if (binding === undefined) return roleOutside(node.name);
    const before = known.get(binding);
    if (before !== undefined) return before;
    known.set(binding, 0); // ends the recursion of `a = b; b = a`
    const roles = binding.origins.reduce((all, origin) => all | ofOrigin(origin), 0);
    known.set(binding, roles);
    return roles;
  }

  function ofOrigin(origin: Origin): number {
    switch (origin.type) {
      case "scope":
        return Role.scope;
      case "value":
        return of(origin.node);
      case "property": {
        const { key } = origin;
        return ofProperty(ofOrigin(origin.of), typeof key === "string" ? key : constantText(key, bindings));
      }
      case "rest":
        return ofOrigin(origin.of) & Role.scope ? Role.scope : Role.other;
      case "element":
      case "parameter":
      case "unknown":
        return Role.other;
    }
  }

  return { of, ofOrigin };
}

function roleOutside(name: string): number {
  if (name === "stepSpan") return Role.exportedRead;
  return name === "getRunContext" ? Role.getRunContext : Role.outside;
}

/** @param key undefined if it is computed */
function ofProperty(holder: number, key: string | undefined): number {
  let roles = 0;
  if (holder & Role.scope) roles |= roleInScope(key);
  if (holder & Role.outside) roles |= key === undefined ? Role.outside : roleOutside(key);
  if (holder & Role.runContext) roles |= key === "getData" ? Role.getData : Role.other;
  return roles === 0 ? Role.other : roles;
}

/** A computed key may name `stepSpan`, so what it gives is as good as the scope itself. */
function roleInScope(key: string | undefined): number {
  if (key === undefined) return Role.scope;
  return key === "stepSpan" ? Role.scopeRead : Role.other;
}
