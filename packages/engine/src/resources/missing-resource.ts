import { MissingResourceError } from "../errors/resource-errors.ts";
import { suggest } from "../errors/suggest.ts";

const mostListed = 20;

/** What a run has, as far as messages tell of it. */
export interface AvailableResources {
  readonly names: readonly string[];
  /** A child run gets what its step captures, and nothing from `engine.run`. */
  readonly isChild: boolean;
}

/** @param demand who asks and how, for example `Step "save" of workflow "report" requires` */
export function missingResource(
  demand: string,
  name: string,
  { names, isChild }: AvailableResources,
): MissingResourceError {
  const there = `${suggest(name, names)} ${listed(names)}`;
  return new MissingResourceError(
    name,
    `${demand} the resource ${quoted(name)}, which is not there.${there} ${isChild ? waysOfChild(name) : waysOfRun(name)}`,
  );
}

/** Names in quotes: `"a", "b" and "c"`; of very many, the first ones. */
export function inWords(names: readonly string[]): string {
  if (names.length > mostListed) {
    return `${names.slice(0, mostListed).map(quoted).join(", ")} and ${names.length - mostListed} more`;
  }
  if (names.length === 1) return quoted(names[0]!); // it has one
  return `${names.slice(0, -1).map(quoted).join(", ")} and ${quoted(names.at(-1)!)}`; // it has at least two
}

/** Says which resources there are. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "There are none.";
  return `There ${names.length === 1 ? "is" : "are"} ${inWords(names)}.`;
}

/** The code that gives resources of these names: `{ resources: { db } }`. */
export function codeThatGives(names: readonly string[]): string {
  return `{ resources: { ${names.map(asProperty).join(", ")} } }`;
}

function waysOfRun(name: string): string {
  const code = codeThatGives([name]);
  return `Give it to the run: engine.run(workflow, input, ${code}); to the engine: createEngine(${code}); or as a default to the workflow: .resources({ ${asProperty(name)} }).`;
}

function waysOfChild(name: string): string {
  return `Capture it from the parent: capture: { resources: [${quoted(name)}] }; give it to the engine: createEngine(${codeThatGives([name])}); or as a default to the workflow: .resources({ ${asProperty(name)} }).`;
}

function asProperty(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `${quoted(name)}: …`;
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
