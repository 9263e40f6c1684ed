import type { NodeOf } from "./syntax.ts";
import type { Visits } from "./visits.ts";
import type { Catch, Walk } from "./walk.ts";
import { join, lead, type Meeting, type Way } from "./ways.ts";

export const tryVisits: Visits = {
  TryStatement: (walk, node) => {
    if (node.finalizer) visitFinally(walk, node, node.finalizer);
    else visitGuarded(walk, node);
  },
};

/** A try block and its catch. The catch follows on what all points that can throw have in common. */
function visitGuarded(walk: Walk, node: NodeOf<"TryStatement">): void {
  const { handler } = node;
  if (handler === null || handler === undefined) return walk.visit(node.block);
  walk.findings.branches = true;
  const outer = walk.thrown;
  const thrown: Catch = { way: null, isCaught: true };
  walk.thrown = thrown;
  walk.visit(node.block);
  walk.thrown = outer;
  const unharmed = walk.way;
  walk.way = thrown.way;
  if (handler.param) walk.visit(handler.param);
  walk.visit(handler.body);
  walk.way = join(unharmed, walk.way);
}

/** All ways out of the block lead through `finally`: to its end, and to wherever they leave it for. */
function visitFinally(walk: Walk, node: NodeOf<"TryStatement">, finalizer: NodeOf<"BlockStatement">): void {
  const targets: Meeting[] = [walk.exit, walk.thrown];
  for (let jump = walk.jump; jump !== null; jump = jump.outer) targets.push(jump.end, jump.next);
  const before = targets.map(takeWay);
  visitGuarded(walk, node);
  const after = walk.way;
  const leaving = targets.map(takeWay);
  targets.forEach((target, index) => {
    target.way = before[index]!; // one for each target
  });
  targets.forEach((target, index) => {
    walk.way = leaving[index]!; // one for each target
    if (walk.way === null) return;
    walk.visit(finalizer);
    lead(walk.way, target);
  });
  walk.way = after;
  walk.visit(finalizer);
}

function takeWay(meeting: Meeting): Way {
  const { way } = meeting;
  meeting.way = null;
  return way;
}
