import { visibleLines } from "../text/visible-lines.ts";
import { CommandError } from "./command-error.ts";
import { errorLines } from "./error-lines.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Output } from "./output.ts";
import { refusedInput } from "./refused-input.ts";

/** Tells why a command could not do what it was asked for. @returns what the process is to end with */
export function tellFailure(thrown: unknown, { notes }: Output): ExitCode {
  for (const line of failureLines(thrown, notes.style)) notes.write(`${line}\n`);
  if (thrown instanceof CommandError) return thrown.exitCode;
  return codeOfKind.get(String(Reflect.get(Object(thrown), "code"))) ?? exitCodes.refused;
}

/** Tells what of the command line was not understood. */
export function tellMistyped(texts: readonly string[], { notes }: Output): void {
  for (const text of texts) notes.write(visibleLines(text).join("\n"));
}

/** By the codes of errors: the file of a user may have another copy of the library. */
const codeOfKind: ReadonlyMap<string, ExitCode> = new Map([
  ["STORE", exitCodes.store],
  ["RUN_LEFT", exitCodes.left],
  ["RUN_PARKED", exitCodes.left],
  ["RUN_FAILED", exitCodes.failed],
]);

function failureLines(thrown: unknown, style: Output["notes"]["style"]): readonly string[] {
  const told = refusedInput(thrown) ?? thrown;
  return told instanceof CommandError ? [...errorLines(told, style), ...told.details] : errorLines(told, style);
}
