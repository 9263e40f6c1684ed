import { visibleLines } from "../text/visible-lines.ts";
import { CommandError } from "./command-error.ts";

/**
 * What an InputError says with a line for each place that does not match; null for other errors. Known by its code: the
 * file of a user may have another copy of the library.
 *
 * @param hint a last line. Default: none
 */
export function refusedInput(thrown: unknown, hint: readonly string[] = []): CommandError | null {
  if (!(thrown instanceof Error) || Reflect.get(thrown, "code") !== "INPUT") return null;
  const issues: unknown = Reflect.get(thrown, "issues");
  if (!Array.isArray(issues)) return null;
  const [what] = thrown.message.split(" does not match its schema: ", 1);
  const lines = (issues as readonly Issue[]).flatMap(({ path, message }) =>
    visibleLines(path === "" ? message : `${path}: ${message}`),
  );
  return new CommandError(`${what} does not match its schema:`, {
    details: [...lines.map((line) => `  ${line}`), ...hint],
  });
}

interface Issue {
  readonly path: string;
  readonly message: string;
}
