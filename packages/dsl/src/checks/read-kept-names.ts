import { DefinitionError, type Parameter, type Schema, suggest } from "@stepspan/engine";
import { refused, type WrittenOption } from "./options.ts";
import { quoted, shownValue } from "./show-value.ts";

/**
 * The names of parameters that `keepInState` lists.
 *
 * @param schema parses the parameters, and may give some that are not written
 * @throws DefinitionError for any other
 */
export function readKeptNames(
  option: WrittenOption,
  params: readonly Parameter[],
  schema: Schema | null,
): readonly string[] {
  if (option.value === undefined) return Object.freeze([]);
  if (!Array.isArray(option.value)) throw refused(option, "Give a list of names of the step's parameters.");
  const written = params.map((parameter) => parameter.name);
  const names = new Set<string>();
  for (const name of option.value as readonly unknown[]) {
    if (typeof name !== "string") {
      throw new DefinitionError(
        `${option.place} lists ${shownValue(name)} in ${option.name}. List names of the step's parameters.`,
      );
    }
    if (names.has(name)) {
      throw new DefinitionError(`${option.place} lists ${quoted(name)} twice in ${option.name}. List it once.`);
    }
    if (schema === null && !written.includes(name)) throw unknownParameter(name, option, written);
    names.add(name);
  }
  return Object.freeze([...names]);
}

function unknownParameter(name: string, { place, name: option }: WrittenOption, written: readonly string[]) {
  const wayOut = suggest(name, written) || " List names of what params gives.";
  return new DefinitionError(
    `${place} lists ${quoted(name)} in ${option}, but it has no parameter of that name.${wayOut}`,
  );
}
