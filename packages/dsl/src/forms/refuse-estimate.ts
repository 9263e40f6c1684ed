import type { Place } from "../checks/place.ts";
import { refuseUnfitOptions } from "./refuse-unfit-options.ts";

/** Refuses `estimate` for kinds of step whose time nobody has to estimate. @throws DefinitionError */
export function refuseEstimate(options: unknown, kind: keyof typeof wayOuts, place: Place): void {
  refuseUnfitOptions(options, kind, { estimate: wayOuts[kind] }, place);
}

const wayOuts = {
  race: "It takes as long as its members: write estimate on them.",
  sleep: "Its duration is what is expected: remove estimate.",
};
