import type { NodeOf } from "./syntax.ts";
import type { Visits } from "./visits.ts";
import { either, type Jump, mayThrow, perhaps, release, type Walk } from "./walk.ts";
import { createMeeting, join, lead } from "./ways.ts";

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
    lead(walk.way, walk.exit);
    walk.way = null;
  },
  ThrowStatement: (walk, node) => {
    walk.visit(node.argument);
    release(walk, node.argument);
    lead(walk.way, walk.thrown);
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
    walk.way = join(walk.way, jump.next.way);
    walk.visit(node.test);
    walk.way = join(walk.way, jump.end.way);
  },
  ForInStatement: visitForEach,
  ForOfStatement: visitForEach,
  LabeledStatement: (walk, node) => {
    const jump = jumping(walk, "block", node.label.name, () => walk.visit(node.body));
    walk.way = join(walk.way, jump.end.way);
  },
  BreakStatement: (walk, node) => {
    const jump = targetOf(walk, ({ label }) => label === (node.label?.name ?? null));
    if (jump !== null) lead(walk.way, jump.end);
    walk.way = null;
  },
  // With a label it counts as a break: what the rest of the labelled loop would read is left out, which is safe.
  ContinueStatement: (walk, node) => {
    const { label } = node;
    const jump = targetOf(walk, (outer) => (label ? outer.label === label.name : outer.type === "loop"));
    if (jump !== null) lead(walk.way, label ? jump.end : jump.next);
    walk.way = null;
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
  walk.way = join(walk.way, jump.end.way);
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
  const jump: Jump = { type, label, outer: walk.jump, end: createMeeting(), next: createMeeting() };
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
