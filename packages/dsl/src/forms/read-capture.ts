import { type CaptureFunction, DefinitionError } from "@stepspan/engine";
import type { WrittenOption } from "../checks/options.ts";
import { quoted } from "../checks/show-value.ts";
import { captureByMapping } from "../mapping/capture-by-mapping.ts";
import { readMapping } from "../mapping/read-mapping.ts";
import { requireKnownNames } from "../mapping/require-known-names.ts";
import { type Capture, type Crossing, type Layer, noCapture, valuesOf } from "./crossing.ts";
import { readCapturedResources } from "./read-captured-resources.ts";
import { readParts } from "./read-parts.ts";
import { readTransfer } from "./read-transfer.ts";

const keys = ["state", "flowState", "resources"] as const;

/** Reads what a sub-workflow takes over from its parent. @throws DefinitionError for whatever makes no sense */
export function readCapture(option: WrittenOption, crossing: Crossing): Capture {
  if (option.value === undefined) return noCapture;
  const part = readParts(option, keys, 'Give an object such as { state: { count: "count" } }.');
  const flowState = part("flowState");
  if (flowState.value !== undefined) requireFlowStates(flowState, crossing);
  return {
    captureState: readLayer(part("state"), "state", crossing),
    captureFlowState: readLayer(flowState, "flow state", crossing),
    captureResources: readCapturedResources(part("resources")),
  };
}

function readLayer(option: WrittenOption, layer: Layer, { parent, child }: Crossing): CaptureFunction | null {
  return readTransfer<CaptureFunction>(option, (written) => {
    const mapping = readMapping(written);
    const sources = mapping.map(({ source }) => source);
    const targets = mapping.map(({ target }) => target);
    requireKnownNames(sources, valuesOf(parent, layer), option);
    requireKnownNames(targets, valuesOf(child, layer), option);
    return captureByMapping(mapping, option.place, layer);
  });
}

function requireFlowStates({ place, name }: WrittenOption, { parent, child }: Crossing): void {
  for (const [workflow, { flowState }] of [
    [parent.name, parent],
    [child.name, child],
  ] as const) {
    if (flowState !== null) continue;
    throw new DefinitionError(
      `${place} has ${name}, but workflow ${quoted(workflow)} has no flow state. Declare it there with the option flowState.`,
    );
  }
}
