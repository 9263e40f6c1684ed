import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import { describeThrown } from "../errors/thrown.ts";

const place = "createCodec";

/** @throws DefinitionError unless they can be the options of a codec */
export function checkCodecOptions(options: unknown): void {
  checkKeys(options, ["classes", "limits"], "its options");
  const { classes, limits } = options;
  const isRegistry = isObject(classes) && typeof classes.classOf === "function";
  if (classes !== undefined && !isRegistry) {
    throw new DefinitionError(
      `${place} got ${describeThrown(classes)} as classes. Give what createClassRegistry() gave.`,
    );
  }
  if (limits === undefined) return;
  checkKeys(limits, ["maximumSize", "maximumObjects"], "its limits");
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === undefined || limit === Infinity || (Number.isInteger(limit) && (limit as number) >= 1)) continue; // an integer is a number
    const problem = `${place} got ${describeThrown(limit)} as ${name}.`;
    throw new DefinitionError(`${problem} Give a whole number of at least 1, or Infinity.`);
  }
}

function checkKeys(
  given: unknown,
  known: readonly string[],
  inPlaceOf: string,
): asserts given is Record<string, unknown> {
  if (!isObject(given)) {
    throw new DefinitionError(`${place} got ${describeThrown(given)} in place of ${inPlaceOf}. Give an object.`);
  }
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const problem = `${place} got the unknown option ${JSON.stringify(unknown)}.${suggest(unknown, known)}`;
  throw new DefinitionError(`${problem} There are ${known.join(" and ")}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
