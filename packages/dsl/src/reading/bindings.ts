import type { Origin } from "./origins.ts";
import {
  type CallNode,
  type FunctionNode,
  isFunctionNode,
  type NodeOf,
  type SyntaxNode,
  valueNodeOf,
} from "./syntax.ts";

/** A variable of the lambda. */
export interface Binding {
  readonly name: string;
  /** All values that are ever assigned to it, whatever the order; empty for `let name;` */
  readonly origins: Origin[];
  /** What is put into it: arguments of its methods, values of its properties. */
  readonly received: SyntaxNode[];
  /** The calls that it is the callee or an argument of. */
  readonly calls: CallNode[];
}

/** The variables of a lambda: which identifier means which, and which values leave for variables outside of it. */
export interface Bindings {
  readonly all: readonly Binding[];
  /** @returns undefined for an identifier that is not bound inside the lambda */
  of(identifier: NodeOf<"Identifier">): Binding | undefined;
  /** The calls that a function inside the lambda is the callee or an argument of, by a name or directly. */
  callsOf(node: FunctionNode): readonly CallNode[];
  /** What is assigned to a variable outside of the lambda, or to a property. */
  readonly leaks: readonly Origin[];
}

/** The function that an expression is, or that a variable always is; undefined if it can be something else. */
export function functionBehind(node: SyntaxNode, bindings: Bindings): FunctionNode | undefined {
  const value = node.type === "Identifier" ? soleValueOf(node, bindings) : node;
  return value !== undefined && isFunctionNode(value) ? value : undefined;
}

/** The one expression whose value a variable always has. */
export function soleValueOf(identifier: NodeOf<"Identifier">, bindings: Bindings): SyntaxNode | undefined {
  const origins = bindings.of(identifier)?.origins;
  const origin = origins?.length === 1 ? origins[0] : undefined;
  return origin?.type === "value" ? valueNodeOf(origin.node) : undefined;
}
