import type { Binding } from "./bindings.ts";
import { type Block, declareName, findName } from "./blocks.ts";
import { type Origin, unknownOrigin } from "./origins.ts";
import { eachTarget } from "./patterns.ts";
import type { CallNode, FunctionNode, NodeOf, SyntaxNode } from "./syntax.ts";

/** What is known while the variables of a lambda are being found. */
export interface Binder {
  readonly lambda: FunctionNode;
  readonly bindingOf: Map<SyntaxNode, Binding>;
  readonly callOf: Map<SyntaxNode, CallNode>;
  readonly leaks: Origin[];
  /** What can only be said once all declarations are known: a name may be used before the line that declares it. */
  readonly later: (() => void)[];
  bind(node: SyntaxNode, block: Block): void;
}

/**
 * Declares the variables of a pattern in the block `into`; `block` is where the pattern stands.
 *
 * @param origin null where nothing is assigned
 */
export function declare(
  binder: Binder,
  pattern: SyntaxNode,
  origin: Origin | null,
  into: Block,
  block: Block = into,
): void {
  const expression = (node: SyntaxNode) => binder.bind(node, block);
  eachTarget(pattern, origin ?? unknownOrigin, expression, (target, from) => {
    if (target.type !== "Identifier") return;
    const binding = declareName(target.name, into);
    binder.bindingOf.set(target, binding);
    if (origin !== null) binding.origins.push(from);
  });
}

/** Notes an assignment to what a pattern names: variables of the lambda, or something outside of it. */
export function assign(binder: Binder, pattern: SyntaxNode, origin: Origin, block: Block): void {
  const expression = (node: SyntaxNode) => binder.bind(node, block);
  eachTarget(pattern, origin, expression, (target, from) => {
    if (target.type !== "Identifier") {
      binder.bind(target, block);
      binder.leaks.push(from);
      if (target.type === "MemberExpression" && from.type === "value") receive(binder, target.object, [from.node]);
      return;
    }
    binder.later.push(() => {
      const binding = resolve(binder, target, block);
      if (binding === undefined) binder.leaks.push(from);
      else binding.origins.push(from);
    });
  });
}

/** Notes that values are put into what a variable holds. */
export function receive(binder: Binder, holder: SyntaxNode, values: readonly SyntaxNode[]): void {
  if (holder.type === "Identifier") binder.later.push(() => binder.bindingOf.get(holder)?.received.push(...values));
}

/** Finds the variable that an identifier means; undefined if it is none of the lambda's. */
export function resolve(binder: Binder, identifier: NodeOf<"Identifier">, block: Block): Binding | undefined {
  const binding = findName(identifier.name, block);
  if (binding !== undefined) binder.bindingOf.set(identifier, binding);
  return binding;
}
