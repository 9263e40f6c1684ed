import { checkKeys } from "../borders/check-options.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";

/** What becomes of open runs when an engine is closed. */
export interface CloseOptions {
  /**
   * `cancel`: they are cancelled. `leave`: they are given back to the store as they are, and go on when an engine
   * recovers or resumes them; attempts that are open are aborted, and run again then. Default: `leave` for an engine
   * that recovers runs by itself, else `cancel`.
   */
  readonly runs?: "cancel" | "leave";
}

/** @throws DefinitionError for unknown options and values that make no sense */
export function checkCloseOptions(options: CloseOptions): CloseOptions {
  checkKeys(options, ["runs"], "engine.close");
  const { runs } = options;
  if (runs === undefined || runs === "cancel" || runs === "leave") return options;
  throw new DefinitionError(`engine.close got ${describeThrown(runs)} as runs. Give "cancel" or "leave".`);
}
