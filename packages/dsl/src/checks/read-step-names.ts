import { DefinitionError, suggest } from "@stepspan/engine";
import type { EarlierSteps } from "../inference.ts";
import { refused, type WrittenOption } from "./options.ts";
import { quoted, shownValue } from "./show-value.ts";

/** The names of earlier steps that `dependsOn` or `skipWith` lists. @throws DefinitionError for any other */
export function readStepNames(option: WrittenOption, earlier: EarlierSteps): readonly string[] {
  if (option.value === undefined) return Object.freeze([]);
  if (!Array.isArray(option.value)) throw refused(option, "Give a list of names of earlier steps.");
  const names = new Set<string>();
  for (const name of option.value as readonly unknown[]) {
    if (typeof name !== "string") {
      throw new DefinitionError(
        `${option.place} lists ${shownValue(name)} in ${option.name}. List names of earlier steps.`,
      );
    }
    if (names.has(name)) {
      throw new DefinitionError(`${option.place} lists ${quoted(name)} twice in ${option.name}. List it once.`);
    }
    if (!earlier.has(name)) throw unknownName(name, option, earlier);
    names.add(name);
  }
  return Object.freeze([...names]);
}

function unknownName(name: string, { place, name: option }: WrittenOption, earlier: EarlierSteps): DefinitionError {
  const wayOut = suggest(name, earlier.names()) || " Correct the name, or write that step before this one.";
  return new DefinitionError(
    `${place} lists ${quoted(name)} in ${option}, but there is no earlier step of that name.${wayOut}`,
  );
}
