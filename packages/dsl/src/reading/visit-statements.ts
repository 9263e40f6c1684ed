import type { NodeOf } from "./syntax.ts";
import type { Visits } from "./visits.ts";
import { either, type Jump, mayThrow, perhaps, release, type Walk } from "./walk.ts";
import { join, type Way } from "./ways.ts";

export const statementVisits: Visits = {
  VariableDeclarator: (walk, node) => {
    if (node.init) walk.visit(node.init);
    walk.visit(node.id);
  },
  ReturnStatement: (walk, node) => {
    if (node.argument) {
      walk.visit(node.argument);
      release(walk, node.argument);
    }
    walk.exits = join(walk.exits, walk.way);
    walk.way = null;
  },
  ThrowStatement: (walk, node) => {
    walk.visit(node.argument);
    release(walk, node.argument);
    mayThrow(walk);
    if (walk.thrown === null) walk.exits = join(walk.exits, walk.way);
    walk.way = null;
  },
  IfStatement: (walk, node) => {
    walk.visit(node.test);
    either(
      walk,
      () => walk.visit(node.consequent),
      () => node.alternate && walk.visit(node.alternate),
    );
  },
  SwitchStatement: visitSwitch,
  ForStatement: (walk, node) => {
    if (node.init) walk.visit(node.init);
    if (node.test) {
      walk.visit(node.test);
      walk.findings.loopHeads.add(node.test);
    }
    repeated(walk, () => {
      walk.visit(node.body);
      if (node.update) walk.visit(node.update);
    });
  },
  WhileStatement: (walk, node) => {
    walk.visit(node.test);
    walk.findings.loopHeads.add(node.test);
    repeated(walk, () => walk.visit(node.body));
  },
  DoWhileStatement: (walk, node) => {
    walk.findings.loopHeads.add(node.test);
    const jump = jumping(walk, "loop", null, () => walk.visit(node.body));
    walk.way = join(walk.way, jump.continues);
    walk.visit(node.test);
    walk.way = join(walk.way, jump.ends);
  },
  ForInStatement: visitForEach,
  ForOfStatement: visitForEach,
  LabeledStatement: (walk, node) => {
    const jump = jumping(walk, "block", node.label.name, () => walk.visit(node.body));
    walk.way = join(walk.way, jump.ends);
  },
  BreakStatement: (walk, node) => {
    const jump = targetOf(walk, ({ label }) => label === (node.label?.name ?? null));
    if (jump !== null) jump.ends = join(jump.ends, walk.way);
    walk.way = null;
  },
  // With a label it counts as a break: what the rest of the labelled loop would read is left out, which is safe.
  ContinueStatement: (walk, node) => {
    const { label } = node;
    const jump = targetOf(walk, (outer) => (label ? outer.label === label.name : outer.type === "loop"));
    if (jump !== null) jump[label ? "ends" : "continues"] = join(jump[label ? "ends" : "continues"], walk.way);
    walk.way = null;
  },
  TryStatement: (walk, node) => {
    if (node.finalizer === null || node.finalizer === undefined) visitGuarded(walk, node);
    else visitFinally(walk, node, node.finalizer);
  },
};

function visitSwitch(walk: Walk, node: NodeOf<"SwitchStatement">): void {
  walk.visit(node.discriminant);
  walk.findings.branches = true;
  const jump = jumping(walk, "block", null, () => {
    let tested = walk.way;
    walk.way = null;
    for (const { test, consequent } of node.cases) {
      const fallenThrough = walk.way;
      if (test) {
        walk.way = tested;
        walk.visit(test);
        tested = walk.way;
      }
      walk.way = join(fallenThrough, tested);
      for (const statement of consequent) walk.visit(statement);
    }
    if (node.cases.every(({ test }) => test)) walk.way = join(walk.way, tested);
  });
  walk.way = join(walk.way, jump.ends);
}

function visitForEach(walk: Walk, node: NodeOf<"ForInStatement" | "ForOfStatement">): void {
  walk.visit(node.right);
  walk.findings.loopHeads.add(node.right);
  mayThrow(walk);
  repeated(walk, () => {
    walk.visit(node.left);
    walk.visit(node.body);
  });
}

/** A body that runs any number of times. All ways to its end have at least read what its head has. */
function repeated(walk: Walk, body: () => void): void {
  perhaps(walk, () => jumping(walk, "loop", null, body));
}

function jumping(walk: Walk, type: Jump["type"], label: string | null, body: () => void): Jump {
  const jump: Jump = { type, label, outer: walk.jump, ends: null, continues: null };
  walk.jump = jump;
  body();
  walk.jump = jump.outer;
  return jump;
}

function targetOf(walk: Walk, isTarget: (jump: Jump) => boolean): Jump | null {
  let jump = walk.jump;
  while (jump !== null && !isTarget(jump)) jump = jump.outer;
  return jump;
}

/** A try block and its catch. The catch follows on what all points that can throw have in common. */
function visitGuarded(walk: Walk, node: NodeOf<"TryStatement">): void {
  const { handler } = node;
  if (handler === null || handler === undefined) return walk.visit(node.block);
  walk.findings.branches = true;
  const outer = walk.thrown;
  const thrown: { way: Way } = { way: null };
  walk.thrown = thrown;
  walk.visit(node.block);
  walk.thrown = outer;
  const unharmed = walk.way;
  walk.way = thrown.way;
  if (handler.param) walk.visit(handler.param);
  walk.visit(handler.body);
  walk.way = join(unharmed, walk.way);
}

/** The ways that leave the function inside of the block go through `finally` as well. */
function visitFinally(walk: Walk, node: NodeOf<"TryStatement">, finalizer: NodeOf<"BlockStatement">): void {
  const { exits } = walk;
  walk.exits = null;
  visitGuarded(walk, node);
  const after = walk.way;
  walk.way = walk.exits;
  walk.exits = exits;
  walk.visit(finalizer);
  walk.exits = join(walk.exits, walk.way);
  walk.way = after;
  walk.visit(finalizer);
}
