import type { PlanWarning, StepDefinition } from "@stepspan/engine";
import type { EarlierSteps } from "./inference.ts";

/** A step together with what was noticed when it was written. */
export interface WrittenStep {
  readonly definition: StepDefinition;
  readonly warnings: readonly PlanWarning[];
}

/** Steps that only ever grow: shared by the workflows of one chain, each of which knows how many are its own. */
interface SharedSteps {
  readonly steps: WrittenStep[];
  readonly indexByName: Map<string, number>;
  /** For each step that is in a race: which step that is. */
  readonly raceByMember: Map<string, number>;
}

/** The steps of one workflow, in the order written. Immutable; adding one is O(1), unless a longer list was made from it before. */
export class StepList implements EarlierSteps {
  static readonly empty = new StepList(sharedOf([]), 0);
  readonly #shared: SharedSteps;
  readonly #length: number;

  private constructor(shared: SharedSteps, length: number) {
    this.#shared = shared;
    this.#length = length;
  }

  has(name: string): boolean {
    const index = this.#shared.indexByName.get(name);
    return index !== undefined && index < this.#length;
  }

  /** Undefined if there is no step of this name. */
  definition(name: string): StepDefinition | undefined {
    return this.has(name) ? this.#shared.steps[this.#shared.indexByName.get(name)!]!.definition : undefined; // has says that it is there
  }

  /** The name of the race that the step is in; null if it is in none. */
  raceOf(name: string): string | null {
    const index = this.#shared.raceByMember.get(name);
    return index === undefined || index >= this.#length ? null : this.#shared.steps[index]!.definition.name; // it never shrinks
  }

  *names(): Generator<string> {
    for (let index = 0; index < this.#length; index++) yield this.#shared.steps[index]!.definition.name; // it never shrinks
  }

  written(): readonly WrittenStep[] {
    return this.#shared.steps.slice(0, this.#length);
  }

  with(step: WrittenStep): StepList {
    const shared = this.#isNewest() ? this.#shared : this.#copy();
    addStep(shared, step);
    return new StepList(shared, this.#length + 1);
  }

  #isNewest(): boolean {
    // The empty list is everybody's beginning.
    return this.#length > 0 && this.#shared.steps.length === this.#length;
  }

  #copy(): SharedSteps {
    return sharedOf(this.#shared.steps.slice(0, this.#length));
  }
}

function sharedOf(steps: readonly WrittenStep[]): SharedSteps {
  const shared: SharedSteps = { steps: [], indexByName: new Map(), raceByMember: new Map() };
  for (const step of steps) addStep(shared, step);
  return shared;
}

function addStep({ steps, indexByName, raceByMember }: SharedSteps, step: WrittenStep): void {
  const { name, form } = step.definition;
  indexByName.set(name, steps.length);
  if (form.kind === "race") for (const member of form.of) raceByMember.set(member, steps.length);
  steps.push(step);
}
