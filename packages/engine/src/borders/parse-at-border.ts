import { core } from "zod";
import { InputError, type InputIssue } from "../errors/input-error.ts";
import type { Schema } from "../plan/schema.ts";

/**
 * Parses a value at a border. Gives a promise only if the schema needs one.
 *
 * @param what the value in words, for example `The input of step "merge"`
 * @throws InputError with the paths of all issues (or rejects with it)
 */
export function parseAtBorder(schema: Schema, value: unknown, what: string): unknown {
  try {
    return unwrap(core.safeParse(schema, value), what);
  } catch (error) {
    if (!(error instanceof core.$ZodAsyncError)) throw error;
    return core.safeParseAsync(schema, value).then((result) => unwrap(result, what));
  }
}

function unwrap(result: core.util.SafeParseResult<unknown>, what: string): unknown {
  if (result.success) return result.data;
  throw new InputError(what, result.error.issues.map(issueOf));
}

function issueOf({ path, message }: core.$ZodIssue): InputIssue {
  const steps = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`));
  return { path: steps.join(""), message };
}
