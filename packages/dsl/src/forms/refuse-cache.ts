import type { Place } from "../checks/place.ts";
import { refuseUnfitOptions } from "./refuse-unfit-options.ts";

/**
 * Refuses `cache` for kinds of step whose outcome is new in each run.
 *
 * @param kind as in messages: "race"
 * @throws DefinitionError
 */
export function refuseCache(options: unknown, kind: string, place: Place): void {
  refuseUnfitOptions(options, kind, { cache: wayOut }, place);
}

const wayOut = "What comes of it is new in each run: write cache on a step, a map or a loop whose run is a function.";
