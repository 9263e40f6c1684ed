import { asSentence } from "../errors/thrown.ts";
import { StoreError } from "../errors/value-errors.ts";

const usualRemedy =
  "It was damaged, or written by something else than Stepspan: restore it from a backup, or run the workflow again.";

/** What to do about what a later release may know. */
export const newerRemedy = "Use the release of Stepspan that wrote it, or a later one.";

/** The error for something stored of which no value can be made. */
export function unreadable(what: string, path: string, problem: string, remedy: string | null = null): StoreError {
  const sentence = asSentence(`${what} cannot be read back: ${path === "" ? "it" : path} ${problem}`);
  return new StoreError(`${sentence} ${remedy ?? usualRemedy}`);
}
