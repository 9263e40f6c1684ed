import { DefinitionError, type Plan } from "@stepspan/engine";
import { noSuchStep, pathNamed } from "./find-step.ts";
import { stepPathOf } from "./places.ts";

/** What stands in for steps, by their names or paths: an output, or a function that is called as the step's `run` would be. */
export type MocksByName = Readonly<Record<string, unknown>>;

/** The same by the paths of the steps. @throws DefinitionError, with a suggestion, if there is no step of such a name */
export function mocksByPath(plan: Plan, mocks: MocksByName): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(mocks).map(([name, mock]) => {
      const path = pathNamed(plan, name);
      if (path !== null && stepPathOf(path) === path) return [path, mock];
      const shown = `testRun: there is a mock for ${JSON.stringify(name)}, but`;
      if (path === null) throw new DefinitionError(`${shown} ${noSuchStep(plan, name)}`);
      throw new DefinitionError(
        `${shown} a mock is for all items of a step. Write ${JSON.stringify(stepPathOf(path))}, and look at context.path in it.`,
      );
    }),
  );
}
