import { MissingResourceError } from "../errors/resource-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { OwningRun } from "./dispose-in-reverse.ts";
import type { GivenResources } from "./merge-levels.ts";
import { codeThatGives, inWords, listed } from "./missing-resource.ts";

/**
 * Checks that a run which goes on has all the resources that it began with.
 *
 * @param names those that `run-started` recorded
 * @throws MissingResourceError that names every missing one; its `resource` is the first of them
 */
export function checkResumed(names: readonly string[], given: GivenResources, { runId, workflow }: OwningRun): void {
  const missing = names.filter((name) => !given.has(name));
  const [first] = missing;
  if (first === undefined) return;
  const isOne = missing.length === 1;
  const code = codeThatGives(missing);
  const hints = missing.map((name) => suggest(name, given.keys())).join("");
  throw new MissingResourceError(
    first,
    `Run ${JSON.stringify(runId)} of workflow ${JSON.stringify(workflow)} cannot go on without the ${isOne ? "resource" : "resources"} ${inWords(missing)}, which it began with.${hints} ${listed([...given.keys()])} Give ${isOne ? "it" : "them"} again: engine.resume(snapshot, ${code}), or to the engine: createEngine(${code}).`,
  );
}
