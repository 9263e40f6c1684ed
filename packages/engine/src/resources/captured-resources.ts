import { missingResource } from "./missing-resource.ts";
import type { RunResources } from "./run-resources.ts";
import type { AskingStep } from "./step-resources.ts";

/**
 * The resources that a child run gets from its parent, the very same objects, for the run level of the child. The
 * parent disposes of what was made for it, once the child is over.
 *
 * @param capture the name of each in the child, with its name in the parent
 * @throws MissingResourceError if the parent run does not have one of them
 */
export function capturedResources(
  parent: RunResources,
  capture: ReadonlyMap<string, string>,
  { step, workflow }: AskingStep,
): Readonly<Record<string, unknown>> {
  const captured: Record<string, unknown> = Object.create(null);
  for (const [inChild, inParent] of capture) {
    if (!parent.byName.has(inParent)) {
      const renamed = inChild === inParent ? "" : `, as ${JSON.stringify(inChild)},`;
      throw missingResource(
        `Step ${JSON.stringify(step)} of workflow ${JSON.stringify(workflow)} captures for its sub-workflow${renamed}`,
        inParent,
        { names: [...parent.byName.keys()], isChild: parent.isChild },
      );
    }
    captured[inChild] = parent.byName.get(inParent);
  }
  return Object.freeze(captured);
}
