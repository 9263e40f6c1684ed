import { CycleError } from "../errors/definition-errors.ts";
import type { StepDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";

/**
 * The steps in an order in which every step comes after those that it depends on; the order given is kept where
 * it already is one.
 *
 * @throws CycleError if there is no such order
 */
export function inTopologicalOrder(
  steps: readonly StepDefinition[],
  edgesByName: ReadonlyMap<string, readonly Edge[]>,
): readonly StepDefinition[] {
  const indexByName = new Map(steps.map((step, index) => [step.name, index]));
  const dependencies = steps.map((step) => edgesByName.get(step.name)!.map((edge) => indexByName.get(edge.from)!)); // names were checked
  if (dependencies.every((list, index) => list.every((dependency) => dependency < index))) return steps;
  return depthFirst(steps, dependencies);
}

/** A walk with a stack of its own: chains are longer than the call stack is deep. */
function depthFirst(steps: readonly StepDefinition[], dependencies: readonly number[][]): StepDefinition[] {
  const ordered: StepDefinition[] = [];
  const isOrdered = new Uint8Array(steps.length);
  const isOpen = new Uint8Array(steps.length);
  const position = new Int32Array(steps.length);
  for (let root = 0; root < steps.length; root++) {
    const trail = isOrdered[root] ? [] : [root];
    while (trail.length > 0) {
      const index = trail.at(-1)!; // the loop runs while there is one
      isOpen[index] = 1;
      const next = dependencies[index]![position[index]!++];
      if (next === undefined) {
        isOpen[index] = 0;
        isOrdered[index] = 1;
        ordered.push(steps[index]!);
        trail.pop();
      } else if (isOpen[next]) {
        const circle = [...trail.slice(trail.indexOf(next)), next];
        throw new CycleError(circle.map((member) => steps[member]!.name));
      } else if (!isOrdered[next]) {
        trail.push(next);
      }
    }
  }
  return ordered;
}
