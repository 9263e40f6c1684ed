import type { ResourceDisposalError } from "../errors/resource-errors.ts";

/** The resources of one run, once all of them are made. */
export interface RunResources {
  readonly byName: ReadonlyMap<string, unknown>;
  readonly isChild: boolean;
  /**
   * Disposes of what factories made, the last made first; what was handed in is left alone. A second call gives what
   * the first gave. Never rejects.
   *
   * @returns what could not be disposed of; a promise only if there is anything to dispose of
   */
  close(): readonly ResourceDisposalError[] | Promise<readonly ResourceDisposalError[]>;
}
