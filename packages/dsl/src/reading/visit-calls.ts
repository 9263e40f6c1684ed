import { functionBehind } from "./bindings.ts";
import { constantKey } from "./constants.ts";
import { callFunction, passFunction } from "./functions.ts";
import { noteDataRead, noteOutsideCall, noteRead } from "./note-reads.ts";
import { Role, readRoles } from "./roles.ts";
import { type CallNode, isFunctionNode, type NodeOf, type SyntaxNode, valueNodeOf } from "./syntax.ts";
import { shorten, visitHolder } from "./visit-expressions.ts";
import type { Visits } from "./visits.ts";
import { mayThrow, release, type Walk } from "./walk.ts";

/** Methods that call their callback for every element, whatever it returns. */
const steadyMethods: ReadonlySet<string> = new Set(["map", "flatMap", "forEach", "reduce", "reduceRight", "from"]);

export const callVisits: Visits = {
  CallExpression: (walk, node, below) => {
    const callee = valueNodeOf(node.callee);
    if (!isFunctionNode(callee)) visitCallee(walk, node.callee);
    if (node.optional) shorten(walk);
    visitArguments(walk, node);
    noteCall(walk, node, below);
    const body = functionBehind(callee, walk.bindings);
    const isFollowed = body !== undefined && callFunction(walk, body);
    if (!isFollowed && isFunctionNode(callee)) passFunction(walk, callee);
    mayThrow(walk);
  },
  NewExpression: (walk, node) => {
    walk.visit(node.callee);
    release(walk, node.callee);
    visitArguments(walk, node);
    mayThrow(walk);
  },
};

function noteCall(walk: Walk, node: CallNode, below: readonly string[]): void {
  const roles = walk.roles.of(node.callee);
  if (roles & readRoles) noteRead(walk, node, below);
  else if (roles & Role.getData) noteDataRead(walk, node, below);
  else if (roles & (Role.scope | Role.runContext)) walk.findings.escapes = true;
  else noteOutsideCall(walk, node, below);
}

/** A method's name is no property that is read. */
function visitCallee(walk: Walk, callee: SyntaxNode): void {
  if (callee.type === "MemberExpression") visitHolder(walk, callee, []);
  else walk.visit(callee);
}

function visitArguments(walk: Walk, node: NodeOf<"CallExpression" | "NewExpression">): void {
  for (const argument of node.arguments) {
    walk.visit(argument);
    release(walk, argument);
    const body = functionBehind(argument, walk.bindings);
    if (body === undefined || node.type === "NewExpression") continue;
    walk.findings.callbacks.set(argument, { body, steeredBy: steering(walk, node, argument) });
  }
}

/** What decides how often a callback is called; null if that cannot be told. */
function steering(walk: Walk, { callee, arguments: given }: CallNode, callback: SyntaxNode): SyntaxNode[] | null {
  if (callee.type !== "MemberExpression") return null;
  const method = constantKey(callee, walk.bindings);
  if (method === undefined || !steadyMethods.has(method)) return null;
  return method === "from" ? given.filter((argument) => argument !== callback) : [callee.object];
}
