import { DefinitionError, type PlanWarning, suggest } from "@stepspan/engine";
import { type EarlierSteps, inLambda, type LambdaPlace, nameOfReader } from "./lambda-place.ts";

/** The error for a read that tracing saw and that cannot be. */
export function unknownStep(name: string, place: LambdaPlace, earlier: EarlierSteps): DefinitionError {
  return new DefinitionError(messageOf("reads", name, place, earlier));
}

/** The warning for a read that only the source shows and that cannot be. It may stand where the lambda never gets. */
export function unknownStepWarning(name: string, place: LambdaPlace, earlier: EarlierSteps): PlanWarning {
  const { step, parameter } = place;
  return { step, parameter, message: messageOf("may read", name, place, earlier) };
}

function messageOf(reads: string, name: string, place: LambdaPlace, earlier: EarlierSteps): string {
  const what = `${nameOfReader(place)} ${reads}`;
  if (name === place.step) {
    return `${what} itself${inLambda(place)}, but only earlier steps can be read. Read the step whose output it needs.`;
  }
  const wayOut = suggest(name, earlier.names()) || " Correct the name, or write that step before this one.";
  return `${what} ${JSON.stringify(name)}${inLambda(place)}, but there is no earlier step of that name.${wayOut}`;
}
