import { StepspanError } from "./base.ts";
import { asSentence } from "./thrown.ts";

/** A value cannot be kept in the record of a run. */
export class SerializationError extends StepspanError {
  readonly code = "SERIALIZATION";
  /** Where in the value, for example `.order.items[0].price`; empty for the value itself. */
  readonly path: string;

  constructor(what: string, path: string, problem: string, remedy: string) {
    super(`${asSentence(`${what} cannot be recorded: ${path === "" ? "it" : path} ${problem}`)} ${remedy}`);
    this.path = path;
  }
}

/** The store of events refused or failed. */
export class StoreError extends StepspanError {
  readonly code = "STORE";
}

/** What a store answers to a writer who has lost the run to another engine, or gave it back. */
export function leaseLost(runId: string, epoch: number): StoreError {
  return new StoreError(
    `Run ${JSON.stringify(runId)} is not this engine's any more: its lease (epoch ${epoch}) has ended, because it was given back, or because the engine did not renew it in time and another one took the run. Nothing more is written, and its steps are aborted here; engine.runs.get shows how it goes on.`,
  );
}

/** What a store answers to who asks for the runs behind one that it does not have. */
export function unknownPage(after: string): StoreError {
  return new StoreError(
    `The store has no run ${JSON.stringify(after)} behind which the list of runs could go on. Begin it anew, without after.`,
  );
}

/** A change of a state layer was refused; nothing has changed. */
export class StateError extends StepspanError {
  readonly code = "STATE";
}
