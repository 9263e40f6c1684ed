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

/** A change of a state layer was refused; nothing has changed. */
export class StateError extends StepspanError {
  readonly code = "STATE";
}
