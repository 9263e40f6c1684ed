import { type Bindings, functionBehind } from "./bindings.ts";
import type { Findings } from "./findings.ts";
import { type Roles, readingRoles } from "./roles.ts";
import type { FunctionNode, SyntaxNode } from "./syntax.ts";
import { join, lead, type Meeting, type Way } from "./ways.ts";

/** A loop, a switch or a labelled statement, and where a `break` and a `continue` lead. */
export interface Jump {
  readonly type: "loop" | "block";
  readonly label: string | null;
  readonly outer: Jump | null;
  readonly end: Meeting;
  readonly next: Meeting;
}

/** Where an exception leads. What merely can throw counts only where it is caught: else it ends the lambda, as a failure. */
export interface Catch extends Meeting {
  readonly isCaught: boolean;
}

/**
 * A walk through a lambda in the order of evaluation, along all ways at once. At branches the ways part, and where they
 * meet only what they have in common goes on: so what is on the way at the end is read on every way.
 */
export interface Walk {
  readonly bindings: Bindings;
  readonly roles: Roles;
  readonly findings: Findings;
  /** The functions that the walk is inside of, the lambda first. */
  readonly entered: FunctionNode[];
  /** How many calls of functions inside the lambda were followed. */
  calls: number;
  /** How the walk got here. */
  way: Way;
  /** Where a `return` leads: the end of the innermost function. */
  exit: Meeting;
  thrown: Catch;
  /** Where the innermost optional chain leads if it ends early; null outside of one. */
  shortcut: Meeting | null;
  /** The innermost statement that can be left with `break` or `continue`. */
  jump: Jump | null;
  /** @param below the properties read of what the node gives */
  visit(node: SyntaxNode, below?: readonly string[]): void;
  /** Walks through all that is directly below a node. */
  visitBelow(node: SyntaxNode): void;
}

/** Walks two ways of which one is taken. */
export function either(walk: Walk, one: () => void, other: () => void): void {
  walk.findings.branches = true;
  const before = walk.way;
  one();
  const afterOne = walk.way;
  walk.way = before;
  other();
  walk.way = join(afterOne, walk.way);
}

/** Walks through what may or may not be evaluated, as often as it likes: the way stays as it was. */
export function perhaps(walk: Walk, part: () => void): void {
  const before = walk.way;
  part();
  walk.way = before;
}

/** Says that an exception is possible at this point. */
export function mayThrow(walk: Walk): void {
  if (walk.thrown.isCaught) lead(walk.way, walk.thrown);
}

/** Says that the value of a node goes where the walk does not follow it. */
export function release(walk: Walk, node: SyntaxNode): void {
  if (walk.roles.of(node) & readingRoles) walk.findings.escapes = true;
  const body = functionBehind(node, walk.bindings);
  if (body !== undefined) walk.findings.callbacks.set(node, { body, steeredBy: null });
}
