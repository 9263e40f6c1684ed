import { DefinitionError } from "../errors/definition-errors.ts";
import type { StepDefinition } from "./definition.ts";

/** For each step the race that it is in, or -1. @throws DefinitionError for a step that is in two races */
export function racesOf(steps: readonly StepDefinition[], indexByName: ReadonlyMap<string, number>): Int32Array {
  const races = new Int32Array(steps.length).fill(-1);
  steps.forEach(({ name, form }, race) => {
    for (const member of form.kind === "race" ? form.of : []) {
      const index = indexByName.get(member)!; // its edges were checked
      if (races[index] !== -1) {
        throw new DefinitionError(
          `Step "${member}" is in the races "${steps[races[index]!]!.name}" and "${name}". A step is in one race at most: take it out of one of them.`,
        );
      }
      races[index] = race;
    }
  });
  return races;
}

/** The `on` steps, all of them and by the names of their events. */
export function listenersOf(steps: readonly StepDefinition[]): {
  readonly listening: readonly number[];
  readonly listeners: ReadonlyMap<string, readonly number[]>;
} {
  const listening: number[] = [];
  const listeners = new Map<string, number[]>();
  steps.forEach(({ form }, index) => {
    if (form.kind !== "on") return;
    listening.push(index);
    const known = listeners.get(form.event.name);
    if (known === undefined) listeners.set(form.event.name, [index]);
    else known.push(index);
  });
  return { listening: Object.freeze(listening), listeners };
}
