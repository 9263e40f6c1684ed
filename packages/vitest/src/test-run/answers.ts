import { DefinitionError, type OpenWait, type Plan } from "@stepspan/engine";
import { findStep, noSuchStep, pathNamed } from "./find-step.ts";
import { isAt } from "./places.ts";

/** What a function gives that leaves its wait open. */
export const unanswered: unique symbol = Symbol("unanswered");

/** Answers to waits by the names or paths of the steps that wait: data, or functions of the wait that give data. */
export type AnswersByName = Readonly<Record<string, unknown>>;

/** The answer to a wait of a run; null if the test gave none. */
export type AnswerOf = (wait: OpenWait) => { readonly data: unknown } | null;

/** @throws DefinitionError, with a suggestion, if there is no step of such a name, or if it cannot wait for an event */
export function readAnswers(plan: Plan, answers: AnswersByName): AnswerOf {
  const places = Object.entries(answers).map(([name, answer]) => ({ place: waitingPath(plan, name), answer }));
  return (wait) => {
    if (wait.event === null) return null;
    const exact = places.find(({ place }) => place === wait.path);
    const found = exact ?? places.find(({ place }) => isAt(place, wait.path));
    if (found === undefined) return null;
    return { data: typeof found.answer === "function" ? found.answer(wait) : found.answer };
  };
}

function waitingPath(plan: Plan, name: string): string {
  const shown = `testRun: there is an answer for ${JSON.stringify(name)}, but`;
  const path = pathNamed(plan, name);
  const found = path === null ? null : findStep(plan, path);
  if (path === null || found === null) throw new DefinitionError(`${shown} ${noSuchStep(plan, name)}`);
  const { form } = found.step;
  if (form.kind === "sleep" || form.kind === "race") {
    throw new DefinitionError(
      `${shown} that step is a ${form.kind}, which waits for no event. Mock it, or leave it out.`,
    );
  }
  return path;
}
