import { assign, type Binder, declare, receive, resolve } from "./binder.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { type Block, blockFor, openBlock, openFunction } from "./blocks.ts";
import { type Origin, unknownOrigin } from "./origins.ts";
import { childrenOf, type FunctionNode, isFunctionNode, type NodeOf, type SyntaxNode, valueNodeOf } from "./syntax.ts";

/** Finds out which variable each identifier of a lambda means, and all that is assigned to each. */
export function bindVariables(lambda: FunctionNode): Bindings {
  const binder: Binder = {
    lambda,
    bindingOf: new Map(),
    callOf: new Map(),
    leaks: [],
    later: [],
    bind: (node, block) => bind(binder, node, block),
  };
  binder.bind(lambda, openFunction(null));
  for (const note of binder.later) note();
  const all = [...new Set(binder.bindingOf.values())];
  return {
    all,
    of: (identifier) => binder.bindingOf.get(identifier),
    callsOf: (node) => {
      const direct = binder.callOf.get(node);
      return direct === undefined ? all.filter((held) => holds(held, node)).flatMap((held) => held.calls) : [direct];
    },
    leaks: binder.leaks,
  };
}

function holds(binding: Binding, node: FunctionNode): boolean {
  return binding.origins.some((origin) => origin.type === "value" && valueNodeOf(origin.node) === node);
}

type Bind<Type extends SyntaxNode["type"]> = (binder: Binder, node: NodeOf<Type>, block: Block) => void;

const binds: { readonly [Type in SyntaxNode["type"]]?: Bind<Type> } = {
  Identifier: (binder, node, block) => binder.later.push(() => resolve(binder, node, block)),
  ArrowFunctionExpression: bindFunction,
  FunctionExpression: bindFunction,
  FunctionDeclaration: bindFunction,
  ClassDeclaration: bindClass,
  ClassExpression: bindClass,
  BlockStatement: bindBlock,
  StaticBlock: bindBlock,
  SwitchStatement: bindBlock,
  ForStatement: bindBlock,
  ForInStatement: bindForEach,
  ForOfStatement: bindForEach,
  CatchClause: (binder, node, block) => {
    const inside = openBlock(block);
    if (node.param) declare(binder, node.param, unknownOrigin, inside);
    binder.bind(node.body, inside);
  },
  VariableDeclaration: (binder, node, block) => {
    for (const { id, init } of node.declarations) {
      declare(binder, id, init ? { type: "value", node: init } : null, blockFor(node.kind, block), block);
      if (init) binder.bind(init, block);
    }
  },
  AssignmentExpression: (binder, node, block) => {
    assign(binder, node.left, { type: "value", node: node.right }, block);
    if (node.operator !== "=") assign(binder, node.left, unknownOrigin, block);
    binder.bind(node.right, block);
  },
  UpdateExpression: (binder, node, block) => assign(binder, node.argument, unknownOrigin, block),
  CallExpression: (binder, node, block) => {
    bindBelow(binder, node, block);
    for (const part of [node.callee, ...node.arguments]) {
      if (isFunctionNode(part)) binder.callOf.set(part, node);
      if (part.type === "Identifier") binder.later.push(() => binder.bindingOf.get(part)?.calls.push(node));
    }
    if (node.callee.type === "MemberExpression") receive(binder, node.callee.object, node.arguments);
  },
  MemberExpression: (binder, node, block) => {
    binder.bind(node.object, block);
    if (node.computed) binder.bind(node.property, block);
  },
  Property: bindProperty,
  MethodDefinition: bindProperty,
  PropertyDefinition: bindProperty,
  LabeledStatement: (binder, node, block) => binder.bind(node.body, block),
  BreakStatement: () => {},
  ContinueStatement: () => {},
  MetaProperty: () => {},
};

function bind(binder: Binder, node: SyntaxNode, block: Block): void {
  const special = binds[node.type] as Bind<SyntaxNode["type"]> | undefined; // the table pairs each type with its node
  if (special === undefined) bindBelow(binder, node, block);
  else special(binder, node, block);
}

function bindBelow(binder: Binder, node: SyntaxNode, block: Block): void {
  for (const child of childrenOf(node)) binder.bind(child, block);
}

function bindBlock(binder: Binder, node: SyntaxNode, block: Block): void {
  bindBelow(binder, node, openBlock(block));
}

function bindFunction(binder: Binder, node: FunctionNode, block: Block): void {
  const inside = openFunction(block);
  const ownName = node.type === "FunctionDeclaration" ? block : inside;
  if (node.id) declare(binder, node.id, { type: "value", node }, ownName);
  node.params.forEach((pattern, index) => {
    declare(binder, pattern, originOfParameter(binder, node, index), inside);
  });
  if (node.body.type === "BlockStatement") bindBelow(binder, node.body, inside);
  else binder.bind(node.body, inside);
}

function originOfParameter(binder: Binder, of: FunctionNode, index: number): Origin {
  if (of !== binder.lambda) return { type: "parameter", of, index };
  return index === 0 ? { type: "scope" } : unknownOrigin;
}

function bindClass(binder: Binder, node: NodeOf<"ClassDeclaration" | "ClassExpression">, block: Block): void {
  const inside = openBlock(block);
  if (node.id) declare(binder, node.id, unknownOrigin, node.type === "ClassDeclaration" ? block : inside);
  if (node.superClass) binder.bind(node.superClass, inside);
  binder.bind(node.body, inside);
}

function bindForEach(binder: Binder, node: NodeOf<"ForInStatement" | "ForOfStatement">, around: Block): void {
  const block = openBlock(around);
  const element: Origin = { type: "element", of: { type: "value", node: node.right } };
  if (node.left.type === "VariableDeclaration") {
    const into = blockFor(node.left.kind, block);
    for (const { id } of node.left.declarations) declare(binder, id, element, into, block);
  } else assign(binder, node.left, element, block);
  binder.bind(node.right, block);
  binder.bind(node.body, block);
}

function bindProperty(
  binder: Binder,
  node: NodeOf<"Property" | "MethodDefinition" | "PropertyDefinition">,
  block: Block,
): void {
  if (node.computed) binder.bind(node.key, block);
  if (node.value) binder.bind(node.value, block);
}
