import type { FunctionNode } from "./syntax.ts";
import { perhaps, release, type Walk } from "./walk.ts";
import { join } from "./ways.ts";

/** Bounds the work for functions that call each other many times. */
const mostCalls = 200;

/** Walks through the body of a function that is called at this point. */
export function enterFunction(walk: Walk, node: FunctionNode): void {
  const { exits, jump, shortened } = walk;
  walk.exits = null;
  walk.jump = null;
  walk.shortened = null;
  walk.entered.push(node);
  for (const pattern of node.params) walk.visit(pattern);
  walk.visit(node.body);
  if (node.body.type !== "BlockStatement") release(walk, node.body);
  walk.entered.pop();
  walk.way = join(walk.exits, walk.way);
  walk.exits = exits;
  walk.jump = jump;
  walk.shortened = shortened;
}

/** Walks through the body of a function that is written at this point and called at another, or never. */
export function passFunction(walk: Walk, node: FunctionNode): void {
  const { thrown } = walk;
  walk.thrown = null;
  perhaps(walk, () => enterFunction(walk, node));
  walk.thrown = thrown;
}

/** Walks through a function that is called here, if its call runs its body at once. */
export function callFunction(walk: Walk, node: FunctionNode): void {
  const runsAtOnce = !node.async && !node.generator;
  if (!runsAtOnce || walk.entered.includes(node) || walk.calls >= mostCalls) return;
  walk.calls += 1;
  enterFunction(walk, node);
}
