import { DefinitionError, type Subflow, type WriteBackFunction } from "@stepspan/engine";
import { refused, type WrittenOption } from "../checks/options.ts";
import { isAsyncFunction, quoted } from "../checks/show-value.ts";
import { readMapping } from "../mapping/read-mapping.ts";
import { requireKnownNames } from "../mapping/require-known-names.ts";
import { requireOutputPaths, writeBackByMapping } from "../mapping/write-back-by-mapping.ts";
import { type Crossing, type Layer, noWriteBack, valuesOf, type WriteBack } from "./crossing.ts";
import { readParts } from "./read-parts.ts";
import { readTransfer } from "./read-transfer.ts";

const keys = ["output", "state", "flowState"] as const;

/** Reads what a sub-workflow leaves in its parent. @throws DefinitionError for whatever makes no sense */
export function readWriteBack(option: WrittenOption, crossing: Crossing): WriteBack {
  const { parent } = crossing;
  const { place, value } = option;
  if (value === undefined) return noWriteBack;
  if (typeof value === "object" && value !== null && "resources" in value) {
    throw new DefinitionError(
      `${place} has writeBack.resources, but resources cannot be written back: they belong to whoever made them. Remove it, and let the workflow return what the parent needs.`,
    );
  }
  const part = readParts(option, keys, 'Give an object such as { state: { total: "output.total" } }.');
  const flowState = part("flowState");
  if (flowState.value !== undefined && parent.flowState === null) {
    throw new DefinitionError(
      `${place} has ${flowState.name}, but workflow ${quoted(parent.name)} has no flow state. Declare it there with the option flowState.`,
    );
  }
  return {
    writeBackState: readLayer(part("state"), "state", crossing),
    writeBackFlowState: readLayer(flowState, "flow state", crossing),
    output: readOutput(part("output")),
  };
}

function readLayer(option: WrittenOption, layer: Layer, { parent, child }: Crossing): WriteBackFunction | null {
  return readTransfer<WriteBackFunction>(option, (written) => {
    const mapping = readMapping(written);
    requireOutputPaths(mapping, option, child.name);
    const targets = mapping.map(({ target }) => target);
    requireKnownNames(targets, valuesOf(parent, layer), option);
    return writeBackByMapping(mapping, option.place, layer, child.name);
  });
}

function readOutput(option: WrittenOption): Subflow["output"] {
  const { value } = option;
  if (value === undefined) return null;
  if (typeof value !== "function" || isAsyncFunction(value)) {
    throw refused(option, "Give a function that makes the step's output of what the workflow returned, at once.");
  }
  return value as NonNullable<Subflow["output"]>; // only the runner calls it, with what the types say
}
