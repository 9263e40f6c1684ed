import { DefinitionError } from "@stepspan/engine";
import { ignoreRejection, isPromise } from "../tracing/promises.ts";
import { inLambda, type LambdaPlace, nameOfReader } from "./lambda-place.ts";

const asyncTags: ReadonlySet<string> = new Set([
  "[object AsyncFunction]",
  "[object GeneratorFunction]",
  "[object AsyncGeneratorFunction]",
]);

/** @throws DefinitionError for a function that cannot give its value at once, as its kind tells */
export function refuseAsyncFunction(lambda: Function, place: LambdaPlace): void {
  if (asyncTags.has(Object.prototype.toString.call(lambda))) throw asyncLambda(place);
}

/** @throws DefinitionError for what a lambda returned if it is a promise */
export function refusePromise(returned: unknown, place: LambdaPlace): void {
  if (!isPromise(returned)) return;
  ignoreRejection(returned);
  throw asyncLambda(place);
}

function asyncLambda(place: LambdaPlace): DefinitionError {
  const what = place.step === null ? "is async" : `has an async lambda${inLambda(place)}`;
  return new DefinitionError(
    `${nameOfReader(place)} ${what}. A lambda must give its value at once: do the asynchronous work in the run function of an earlier step, and read its output.`,
  );
}
