import { type Binding, type Bindings, functionBehind } from "./bindings.ts";
import { constantKey } from "./constants.ts";
import type { Origin } from "./origins.ts";
import { functionRoles, Role, type Roles, readRoles } from "./roles.ts";
import { type CallNode, childrenOf, type SyntaxNode } from "./syntax.ts";

const spanGetters: ReadonlySet<string> = new Set(["currentSpan", "parentSpan"]);

const reducers: ReadonlySet<string> = new Set(["reduce", "reduceRight"]);

/** Whether an expression depends on what only a run brings: its input, and spans. */
export type IsUpstream = (node: SyntaxNode) => boolean;

/**
 * Finds the variables that hold what a run brings, by going over all of them until no more are found. It looks at
 * everything that is ever assigned to a variable, whatever the order, so it says yes rather too often than too seldom.
 */
export function createUpstream(bindings: Bindings, roles: Roles): IsUpstream {
  let found: Set<Binding> | null = null;

  function isUpstream(node: SyntaxNode): boolean {
    if (roles.of(node) & (Role.scope | Role.runContext)) return true;
    switch (node.type) {
      case "Identifier": {
        const binding = bindings.of(node);
        return binding !== undefined && upstreamBindings().has(binding);
      }
      case "MemberExpression":
        if (roles.of(node) & functionRoles) return false;
        return isUpstream(node.object) || (node.computed && isUpstream(node.property));
      case "Property":
        return isUpstream(node.value) || (node.computed && isUpstream(node.key));
      case "CallExpression":
        return givesSpan(node) || childrenOf(node).some(isUpstream);
      default:
        return childrenOf(node).some(isUpstream);
    }
  }

  function upstreamBindings(): ReadonlySet<Binding> {
    if (found !== null) return found;
    found = new Set();
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      for (const binding of bindings.all) {
        if (binding.origins.some(originIsUpstream) || binding.received.some(isUpstream)) found.add(binding);
      }
    }
    return found;
  }

  function originIsUpstream(origin: Origin): boolean {
    switch (origin.type) {
      case "scope":
        return true;
      case "value":
        return isUpstream(origin.node);
      case "property":
        return !(roles.ofOrigin(origin) & functionRoles) && originIsUpstream(origin.of);
      case "rest":
      case "element":
        return originIsUpstream(origin.of);
      case "parameter":
        return bindings.callsOf(origin.of).some((call) => passesUpstream(call, origin.index));
      case "unknown":
        return false;
    }
  }

  /** A function gets what its call is made on and what else it is given; in `reduce`, what it returned itself. */
  function passesUpstream(call: CallNode, index: number): boolean {
    const { callee } = call;
    if (callee.type === "MemberExpression" && reducers.has(constantKey(callee, bindings) ?? "")) {
      return isUpstream(index === 0 ? call : callee.object);
    }
    return childrenOf(call).some((part) => functionBehind(part, bindings) === undefined && isUpstream(part));
  }

  function givesSpan({ callee }: CallNode): boolean {
    if (roles.of(callee) & (readRoles | Role.getData)) return true;
    return callee.type === "Identifier" && spanGetters.has(callee.name) && bindings.of(callee) === undefined;
  }

  return isUpstream;
}
