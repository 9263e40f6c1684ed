import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** A command cannot do what it was asked for. Its message says what, where and what to do. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;
  /** Lines that help to find the mistake, shown below the message as they are. */
  readonly details: readonly string[];

  constructor(message: string, options: { readonly exitCode?: ExitCode; readonly details?: readonly string[] } = {}) {
    super(message);
    this.name = "CommandError";
    this.exitCode = options.exitCode ?? exitCodes.refused;
    this.details = options.details ?? [];
  }
}
