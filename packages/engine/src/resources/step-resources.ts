import type { Resources } from "../context/resources.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { MissingResourceError } from "../errors/resource-errors.ts";
import { missingResource } from "./missing-resource.ts";
import { isPerRun } from "./per-run.ts";
import { checkResourceName } from "./resource-name.ts";
import type { RunResources } from "./run-resources.ts";

/** The step whose attempt asks. */
export interface AskingStep {
  readonly step: string;
  readonly workflow: string;
}

/** The resources of one attempt, and those of its forks. */
export interface StepResources {
  /** `context.resources` */
  readonly resources: Resources;
  /** What was set and deleted so far, to go on with independently: for `context.fork()`. */
  fork(): StepResources;
}

/** Stands for a resource that the step deleted. */
const deleted = Symbol("deleted");

/**
 * The resources of the run as one attempt of a step sees them. What it sets and deletes holds for this attempt alone:
 * not for other steps, and not for a retry, which begins with the resources of the run.
 */
export function createStepResources(run: RunResources, asking: AskingStep): StepResources {
  return overlaid(run, `Step ${JSON.stringify(asking.step)} of workflow ${JSON.stringify(asking.workflow)}`, null);
}

function overlaid(run: RunResources, place: string, inherited: ReadonlyMap<string, unknown> | null): StepResources {
  let changes: Map<string, unknown> | null = inherited === null ? null : new Map(inherited);

  const has = (key: string) => (changes?.has(key) ? changes.get(key) !== deleted : run.byName.has(key));
  const read = (key: string) => (changes?.has(key) ? changes.get(key) : run.byName.get(key));
  const change = (key: string, resource: unknown) => {
    changes ??= new Map();
    changes.set(key, resource);
  };
  const names = () => [...new Set([...run.byName.keys(), ...(changes?.keys() ?? [])])].filter(has);

  const resources: Resources = Object.freeze({
    get(key: string, fallback?: unknown) {
      checkResourceName(key, place);
      return has(key) ? read(key) : fallback;
    },
    require(key: string) {
      checkResourceName(key, place);
      if (has(key)) return read(key);
      if (changes?.has(key)) throw deletedBefore(place, key);
      throw missingResource(`${place} requires`, key, { names: names(), isChild: run.isChild });
    },
    set(key: string, resource: unknown) {
      checkResourceName(key, place);
      if (isPerRun(resource)) throw perRunInStep(place, key);
      change(key, resource);
    },
    delete(key: string) {
      checkResourceName(key, place);
      const wasThere = has(key);
      if (wasThere) change(key, deleted);
      return wasThere;
    },
  });
  return { resources, fork: () => overlaid(run, place, changes) };
}

function deletedBefore(place: string, key: string): MissingResourceError {
  return new MissingResourceError(
    key,
    `${place} requires the resource ${JSON.stringify(key)}, which it has deleted itself. Set it again, or do not delete it.`,
  );
}

function perRunInStep(place: string, key: string): DefinitionError {
  return new DefinitionError(
    `${place} sets the resource ${JSON.stringify(key)} to what perRun gives, which is made when a run begins. Set the object itself, or give the perRun to the engine, the workflow or the run.`,
  );
}
