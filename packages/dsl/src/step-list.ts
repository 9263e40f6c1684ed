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
}

/** The steps of one workflow, in the order written. Immutable; adding one is O(1), unless a longer list was made from it before. */
export class StepList implements EarlierSteps {
  static readonly empty = new StepList({ steps: [], indexByName: new Map() }, 0);
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

  *names(): Generator<string> {
    for (let index = 0; index < this.#length; index++) yield this.#shared.steps[index]!.definition.name; // it never shrinks
  }

  written(): readonly WrittenStep[] {
    return this.#shared.steps.slice(0, this.#length);
  }

  with(step: WrittenStep): StepList {
    const shared = this.#isNewest() ? this.#shared : this.#copy();
    shared.indexByName.set(step.definition.name, this.#length);
    shared.steps.push(step);
    return new StepList(shared, this.#length + 1);
  }

  #isNewest(): boolean {
    // The empty list is everybody's beginning.
    return this.#length > 0 && this.#shared.steps.length === this.#length;
  }

  #copy(): SharedSteps {
    const steps = this.#shared.steps.slice(0, this.#length);
    return { steps, indexByName: new Map(steps.map((step, index) => [step.definition.name, index])) };
  }
}
