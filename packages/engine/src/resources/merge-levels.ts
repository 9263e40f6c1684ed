import { readResources } from "./read-resources.ts";

/** Where resources come from, besides the step: objects with each resource under its name. */
export interface ResourceLevels {
  /** As `readResources` gave them to `createEngine`. */
  readonly engine: object;
  /** The defaults of the workflow. */
  readonly workflow: object;
  /** Those of `engine.run`; for a child run, those that were captured. */
  readonly run: object;
}

/** What a run is given: objects, and `PerRun`s that are still to be called. */
export type GivenResources = ReadonlyMap<string, unknown>;

const none: GivenResources = new Map();

/** Frozen levels that were found to be empty; nothing can come into them. */
const known = new WeakSet<object>();

/** Whether it is an object without anything in it: most runs have no resources. */
function isEmpty(level: unknown): boolean {
  if (typeof level !== "object" || level === null) return false;
  if (known.has(level)) return true;
  if (Array.isArray(level) || Reflect.ownKeys(level).length > 0) return false;
  if (Object.isFrozen(level)) known.add(level);
  return true;
}

/**
 * One resource for each name: the one of the highest level, in the place of the one that it replaces. Its keys are the
 * names that `run-started` records.
 *
 * @throws DefinitionError for names that are empty or such as `__proto__`, and for what is no object
 */
export function mergeLevels({ engine, workflow, run }: ResourceLevels, workflowName: string): GivenResources {
  const named = JSON.stringify(workflowName);
  if (isEmpty(engine) && isEmpty(workflow) && isEmpty(run)) return none;
  return new Map([
    ...Object.entries(engine),
    ...Object.entries(readResources(workflow, `Workflow ${named}`)),
    ...Object.entries(readResources(run, `The run of workflow ${named}`)),
  ]);
}
