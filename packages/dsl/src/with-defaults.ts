import { DefinitionError, readResources } from "@stepspan/engine";
import { placeOfWorkflow } from "./checks/place.ts";
import { quoted } from "./checks/show-value.ts";

type ResourcesByName = Readonly<Record<string, unknown>>;

/** The resources of a workflow with further ones. @throws DefinitionError for what is no object, and for a name that is taken */
export function withDefaults(workflow: string, before: ResourcesByName, given: unknown): ResourcesByName {
  const place = placeOfWorkflow(workflow);
  const further = readResources(given, place);
  const taken = Object.keys(further).find((name) => Object.hasOwn(before, name));
  if (taken !== undefined) {
    throw new DefinitionError(
      `${place} got the resource ${quoted(taken)} twice. Give it in one call of resources; a run can bring another in its place.`,
    );
  }
  return Object.freeze(Object.assign(Object.create(null), before, further) as ResourcesByName); // Object.create gives any
}
