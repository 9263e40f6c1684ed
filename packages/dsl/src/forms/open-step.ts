import { DefinitionError } from "@stepspan/engine";
import { checkKeys } from "../checks/check-keys.ts";
import type { WrittenOption } from "../checks/options.ts";
import { type Place, placeOfStep, placeOfWorkflow } from "../checks/place.ts";
import { quoted, shownValue } from "../checks/show-value.ts";
import type { StepList } from "../step-list.ts";
import type { WorkflowFrame } from "../workflow-frame.ts";

/** The workflow that a step is added to. */
export interface Building {
  readonly frame: WorkflowFrame;
  readonly earlier: StepList;
}

/** A step whose name and the names of whose options are checked, and nothing more. */
export interface OpenStep<Key extends string> {
  readonly name: string;
  readonly place: Place;
  readonly building: Building;
  /** One of its options, as it was written. */
  option(key: Key): WrittenOption;
}

/**
 * Begins to read a step.
 *
 * @throws DefinitionError for a name that is empty or taken, and for options that are not among `keys`
 */
export function openStep<Key extends string>(
  building: Building,
  name: unknown,
  options: unknown,
  keys: readonly Key[],
): OpenStep<Key> {
  checkName(building, name);
  const place = placeOfStep(building.frame.name, name);
  const written = checkKeys(options, keys, place);
  return { name, place, building, option: (key) => ({ place, name: key, value: written[key] }) };
}

function checkName({ frame, earlier }: Building, name: unknown): asserts name is string {
  const place = placeOfWorkflow(frame.name);
  if (typeof name !== "string" || name === "") {
    throw new DefinitionError(`${place} got ${shownValue(name)} as the name of a step. Give a text that is not empty.`);
  }
  if (earlier.has(name)) {
    throw new DefinitionError(`${place} has a step named ${quoted(name)} already. Give the new one another name.`);
  }
}
