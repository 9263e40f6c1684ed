import type { Place } from "../checks/place.ts";
import { refuseUnfitOptions } from "./refuse-unfit-options.ts";

/**
 * Refuses `writeBack` for kinds of step that run a workflow several times.
 *
 * @throws DefinitionError
 */
export function refuseWriteBack(options: unknown, kind: string, place: Place): void {
  refuseUnfitOptions(options, kind, { writeBack: wayOut }, place);
}

const wayOut =
  "Its workflow runs several times, and what the runs return is its output: write that to the state in a later step.";
