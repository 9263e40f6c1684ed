import type { FunctionNode } from "./syntax.ts";
import { perhaps, release, type Walk } from "./walk.ts";
import { createMeeting, join } from "./ways.ts";

/** Bounds the work for functions that call each other many times. */
const mostCalls = 200;

/** Walks through the body of a function that is called at this point. */
export function enterFunction(walk: Walk, node: FunctionNode): void {
  const { exit, jump, shortcut } = walk;
  const end = createMeeting();
  walk.exit = end;
  walk.jump = null;
  walk.shortcut = null;
  walk.entered.push(node);
  for (const pattern of node.params) walk.visit(pattern);
  walk.visit(node.body);
  if (node.body.type !== "BlockStatement") release(walk, node.body);
  walk.entered.pop();
  walk.way = join(end.way, walk.way);
  walk.exit = exit;
  walk.jump = jump;
  walk.shortcut = shortcut;
}

/** Walks through the body of a function that is written at this point and called at another, or never. */
export function passFunction(walk: Walk, node: FunctionNode): void {
  const { thrown } = walk;
  walk.thrown = { way: null, isCaught: false };
  perhaps(walk, () => enterFunction(walk, node));
  walk.thrown = thrown;
}

/** Walks through a function that is called at this point. @returns false if its body does not run here, or was not followed */
export function callFunction(walk: Walk, node: FunctionNode): boolean {
  if (node.async || node.generator || walk.entered.includes(node)) return false;
  if (walk.calls === mostCalls) {
    walk.findings.branches = true;
    return false;
  }
  walk.calls += 1;
  enterFunction(walk, node);
  return true;
}
