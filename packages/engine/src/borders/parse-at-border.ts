import { core } from "zod";
import { InputError, type InputIssue } from "../errors/input-error.ts";
import { valuePath } from "../errors/value-path.ts";
import type { Schema } from "../plan/schema.ts";

/** Lets a schema be asynchronous, without making a promise for one that is not. */
export const parsing = { async: true };

/**
 * Parses a value at a border, once. Gives a promise only if the schema needs one: trying zod's `safeParse` first and
 * `safeParseAsync` then would run asynchronous schemas twice, and lose the rejections of the first time.
 *
 * @param what the value in words, for example `The input of step "merge"`
 * @throws InputError with the paths of all issues (or rejects with it)
 */
export function parseAtBorder(schema: Schema, value: unknown, what: string): unknown {
  const parsed = schema._zod.run({ value, issues: [] }, parsing);
  return parsed instanceof Promise ? parsed.then((payload) => unwrap(payload, what)) : unwrap(parsed, what);
}

function unwrap({ value, issues }: core.ParsePayload, what: string): unknown {
  if (issues.length === 0) return value;
  throw new InputError(what, issues.map(issueOf));
}

/** An issue of zod in words, with its path. */
export function issueOf(raw: core.$ZodRawIssue): InputIssue {
  const { path, message } = core.util.finalizeIssue(raw, parsing, core.config());
  return { path: valuePath(path), message };
}
