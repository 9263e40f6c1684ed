import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import { parseDuration } from "../plan/duration.ts";

/**
 * @param lead begins the sentence that lists the options
 * @throws DefinitionError if the options are no object, or have a key that is not known
 */
export function checkKeys(
  options: unknown,
  known: readonly string[],
  place: string,
  lead = "Its options are",
): asserts options is object {
  if (typeof options !== "object" || options === null) {
    throw new DefinitionError(`${place} got ${describeThrown(options)} in place of its options. Give an object.`);
  }
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new DefinitionError(`${place} got the unknown option ${JSON.stringify(unknown)}. ${lead} ${known.join(", ")}.`);
}

/** @throws DefinitionError unless it is a whole number of at least 1, or Infinity */
export function checkConcurrency(concurrency: unknown, place: string): void {
  if (concurrency === Infinity || (Number.isInteger(concurrency) && (concurrency as number) >= 1)) return; // an integer is a number
  throw new DefinitionError(
    `${place} got the concurrency ${describeThrown(concurrency)}. Give a whole number of at least 1, or Infinity.`,
  );
}

/** @throws DefinitionError unless it is a duration above 0 */
export function checkDuration(duration: unknown, option: string, place: string): number {
  const milliseconds = parseDuration(duration);
  if (milliseconds !== null && milliseconds > 0) return milliseconds;
  throw new DefinitionError(
    `${place} got ${describeThrown(duration)} as ${option}. Give milliseconds above 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
  );
}
