import { StepspanError } from "./base.ts";

/** A workflow, an engine or a call was written wrongly; thrown where it is written. */
export class DefinitionError extends StepspanError {
  readonly code = "DEFINITION";
}

/** Steps of a plan built from data depend on each other in a circle. */
export class CycleError extends StepspanError {
  readonly code = "CYCLE";
  /** The names along the circle; the first one is repeated at the end. */
  readonly path: readonly string[];

  constructor(path: readonly string[]) {
    const trail = path.map((name) => JSON.stringify(name)).join(" → ");
    super(`Steps depend on each other in a circle: ${trail}. Remove one of these dependencies.`);
    this.path = path;
  }
}
