import { readLimit, type WrittenOption } from "../checks/options.ts";
import type { SharedBody } from "../define-step.ts";

/** @param settings what the body brings along; null if it is a workflow @throws DefinitionError unless it is above 0 */
export function readEstimate(option: WrittenOption, settings: SharedBody | null): number | null {
  return readLimit(option) ?? settings?.estimateMs ?? null;
}
