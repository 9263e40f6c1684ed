import { DefinitionError } from "@stepspan/engine";
import { refused } from "../checks/options.ts";
import { placeOfStep } from "../checks/place.ts";
import { readStepNames } from "../checks/read-step-names.ts";
import { quoted } from "../checks/show-value.ts";
import type { StepList, WrittenStep } from "../step-list.ts";
import { defineForm } from "./define-form.ts";
import { type Building, openStep } from "./open-step.ts";
import { readConditions } from "./read-conditions.ts";
import { refuseCache } from "./refuse-cache.ts";
import { refuseEstimate } from "./refuse-estimate.ts";

const keys = ["of", "continueOnError"] as const;

/** Reads the options of a race. @throws DefinitionError for whatever makes no sense */
export function readRace(building: Building, name: unknown, options: unknown): WrittenStep {
  const place = placeOfStep(building.frame.name, String(name));
  refuseCache(options, "race", place);
  refuseEstimate(options, "race", place);
  const open = openStep(building, name, options, keys);
  const option = open.option("of");
  const of = readStepNames(option, building.earlier);
  if (of.length < 2) throw refused(option, "Give a list of at least two earlier steps.");
  for (const member of of) checkMember(member, open.place, building.earlier);
  return defineForm(readConditions(open, keys), { form: { kind: "race", of } });
}

function checkMember(member: string, place: string, earlier: StepList): void {
  const race = earlier.raceOf(member);
  if (race !== null) {
    throw new DefinitionError(
      `${place} lists ${quoted(member)} in of, but that step is in race ${quoted(race)} already. A step is in one race at most: remove it from one of the two.`,
    );
  }
  if (earlier.definition(member)?.always === true) {
    throw new DefinitionError(
      `${place} lists ${quoted(member)} in of, but that step has always: it runs whatever happens, so nobody can win over it. List other steps.`,
    );
  }
}
