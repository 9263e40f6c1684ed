import { DefinitionError, type Schema, suggest } from "@stepspan/engine";
import type { core } from "zod";
import type { WrittenOption } from "../checks/options.ts";
import { quoted } from "../checks/show-value.ts";
import { pathText, type ValuePath } from "./read-mapping.ts";

/** A state that paths lead into. */
export interface NamedValues {
  readonly layer: "state" | "flow state";
  readonly workflow: string;
  /** Null: every name holds anything. */
  readonly schema: Schema | null;
}

/** @throws DefinitionError for a path that begins with a name that the state does not have */
export function requireKnownNames(paths: readonly ValuePath[], values: NamedValues, option: WrittenOption): void {
  const names = namesOf(values.schema);
  if (names === null) return;
  for (const path of paths) {
    const [first = ""] = path;
    if (names.includes(first)) continue;
    const wayOut = suggest(first, names) || ` Declare it there with the option ${optionOf[values.layer]}.`;
    throw new DefinitionError(
      `${option.place} has the path ${quoted(pathText(path))} in ${option.name}, but the ${values.layer} of workflow ${quoted(values.workflow)} has no ${quoted(first)}.${wayOut}`,
    );
  }
}

const optionOf = { state: "state", "flow state": "flowState" } as const;

/** Null if it takes others too. */
function namesOf(schema: Schema | null): readonly string[] | null {
  if (schema === null) return null;
  const { shape, catchall } = (schema as core.$ZodObject)._zod.def; // the workflow took object schemas only
  return catchall === undefined || catchall._zod.def.type === "never" ? Object.keys(shape) : null;
}
