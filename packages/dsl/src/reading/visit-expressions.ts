import { constantKey } from "./constants.ts";
import { passFunction } from "./functions.ts";
import { functionRoles, Role } from "./roles.ts";
import { type NodeOf, type SyntaxNode, valueNodeOf } from "./syntax.ts";
import type { Visits } from "./visits.ts";
import { either, mayThrow, perhaps, release, type Walk } from "./walk.ts";
import { createMeeting, join, lead } from "./ways.ts";

const logicalAssignments: ReadonlySet<string> = new Set(["&&=", "||=", "??="]);

export const expressionVisits: Visits = {
  Identifier: (walk, node) => {
    if (node.name === "arguments" && walk.bindings.of(node) === undefined) walk.findings.escapes = true;
  },
  ArrowFunctionExpression: passFunction,
  FunctionExpression: passFunction,
  FunctionDeclaration: passFunction,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  ConditionalExpression: (walk, node, below) => {
    walk.visit(node.test);
    either(
      walk,
      () => walk.visit(node.consequent, below),
      () => walk.visit(node.alternate, below),
    );
  },
  LogicalExpression: (walk, node, below) => {
    walk.visit(node.left, below);
    either(
      walk,
      () => walk.visit(node.right, below),
      () => {},
    );
  },
  SequenceExpression: (walk, node, below) => {
    const value = valueNodeOf(node);
    for (const expression of node.expressions) walk.visit(expression, expression === value ? below : []);
  },
  AssignmentExpression: (walk, node) => {
    walk.visit(node.left);
    if (!logicalAssignments.has(node.operator)) return walk.visit(node.right);
    either(
      walk,
      () => walk.visit(node.right),
      () => {},
    );
  },
  AssignmentPattern: (walk, node) => {
    either(
      walk,
      () => walk.visit(node.right),
      () => {},
    );
    walk.visit(node.left);
  },
  ObjectPattern: visitThrowing,
  ArrayPattern: visitThrowing,
  Property: (walk, node) => {
    if (node.computed) walk.visit(node.key);
    walk.visit(node.value);
  },
  ObjectExpression: (walk, node) => {
    for (const property of node.properties) {
      walk.visit(property);
      if (property.type === "Property") release(walk, property.value);
    }
  },
  ArrayExpression: (walk, node) => {
    for (const element of node.elements) {
      if (element === null) continue;
      walk.visit(element);
      release(walk, element);
    }
  },
  SpreadElement: (walk, node) => {
    walk.visit(node.argument);
    release(walk, node.argument);
    mayThrow(walk);
  },
  TemplateLiteral: visitThrowing,
  BinaryExpression: visitThrowing,
  UnaryExpression: visitThrowing,
  UpdateExpression: (walk, node) => {
    if (!isCoverageCounter(walk, node)) visitThrowing(walk, node);
  },
  TaggedTemplateExpression: (walk, node) => {
    walk.visit(node.tag);
    release(walk, node.tag);
    for (const expression of node.quasi.expressions) {
      walk.visit(expression);
      release(walk, expression);
    }
    mayThrow(walk);
  },
  ChainExpression: (walk, node, below) => {
    const outer = walk.shortcut;
    const shortcut = createMeeting();
    walk.shortcut = shortcut;
    walk.visit(node.expression, below);
    walk.way = join(walk.way, shortcut.way);
    walk.shortcut = outer;
  },
  MemberExpression: (walk, node, below) => {
    const key = constantKey(node, walk.bindings);
    visitHolder(walk, node, key === undefined ? [] : [key, ...below]);
  },
};

/** Walks through what a member is read of. */
export function visitHolder(walk: Walk, node: NodeOf<"MemberExpression">, below: readonly string[]): void {
  walk.visit(node.object, below);
  if (node.optional) shorten(walk);
  if (node.computed) walk.visit(node.property);
  if (walk.roles.of(node.object) & functionRoles) walk.findings.escapes = true;
  if (!(walk.roles.of(node) & (functionRoles | Role.outside))) mayThrow(walk);
}

/** Says that the optional chain may end here. */
export function shorten(walk: Walk): void {
  walk.findings.branches = true;
  if (walk.shortcut !== null) lead(walk.way, walk.shortcut);
}

/** What a class holds runs at other times, or never. */
function visitClass(walk: Walk, node: NodeOf<"ClassDeclaration" | "ClassExpression">): void {
  if (node.superClass) walk.visit(node.superClass);
  perhaps(walk, () => {
    for (const member of node.body.body) walk.visit(member);
  });
  mayThrow(walk);
}

function visitThrowing(walk: Walk, node: SyntaxNode): void {
  walk.visitBelow(node);
  mayThrow(walk);
}

/** Counters such as `cov_1abc().s[0]++` are put in by coverage tools; they neither read nor throw. */
function isCoverageCounter(walk: Walk, node: NodeOf<"UpdateExpression">): boolean {
  let counted: SyntaxNode = node.argument;
  while (counted.type === "MemberExpression") counted = counted.object;
  return (
    counted.type === "CallExpression" &&
    counted.arguments.length === 0 &&
    walk.roles.of(counted.callee) === Role.outside
  );
}
