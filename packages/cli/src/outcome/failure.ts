import { visibleLines } from "../text/visible-lines.ts";
import { CommandError } from "./command-error.ts";
import { errorLines } from "./error-lines.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Output } from "./output.ts";

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
  if (thrown instanceof CommandError) return [...errorLines(thrown, style), ...thrown.details];
  const issues = issuesOf(thrown);
  if (issues === null) return errorLines(thrown, style);
  const [what] = (thrown as Error).message.split(" does not match its schema: "); // an InputError is an error
  const list = issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  return [
    ...errorLines(`${what} does not match its schema:`, style),
    ...list.flatMap((issue) => visibleLines(issue).map((line) => `  ${line}`)),
  ];
}

/** Where a value does not match its schema; null for other errors. */
function issuesOf(thrown: unknown): readonly { readonly path: string; readonly message: string }[] | null {
  if (!(thrown instanceof Error) || Reflect.get(thrown, "code") !== "INPUT") return null;
  const issues: unknown = Reflect.get(thrown, "issues");
  return Array.isArray(issues) ? issues : null;
}
