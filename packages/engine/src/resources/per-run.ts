import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { FactoryResources } from "./factory-resources.ts";

/** Known to all copies of this package in a process. */
const mark: unique symbol = Symbol.for("stepspan.perRun");

/** Stands where a resource is given, and makes one for each run. Made with `perRun`. */
export interface PerRun<out Resource = unknown> {
  readonly [mark]: (scope: PerRunScope<never>) => Resource | PromiseLike<Resource>;
}

/** The run that a resource is made for. A child run is a run of its own. */
export interface PerRunScope<Declared extends object = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  readonly workflow: string;
  readonly parentRunId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The input of the workflow, parsed. */
  readonly input: unknown;
  /** The resources that were handed in, and those made before this one. */
  readonly resources: FactoryResources<Declared>;
}

/**
 * A resource of which each run has one of its own: `createEngine({ resources: { db: perRun(() => pool.connect()) } })`.
 * It can stand wherever resources are given, except in a step.
 *
 * The factory is called before the first step, and not at all if a level above replaces the resource. Factories are
 * called one after the other: those of the engine, of the workflow and of the run, each in the order written. What one
 * makes is disposed of when the run is over, the last made first, if it has a method `Symbol.asyncDispose` or
 * `Symbol.dispose`.
 *
 * @throws DefinitionError if it is given no function
 */
export function perRun<Resource, Declared extends object = Readonly<Record<string, unknown>>>(
  factory: (scope: PerRunScope<Declared>) => Resource | PromiseLike<Resource>,
): PerRun<Resource> {
  if (typeof factory !== "function") {
    throw new DefinitionError(
      `perRun got ${describeThrown(factory)}. Give a function that makes the resource: perRun(() => openDatabase()).`,
    );
  }
  return Object.freeze({ [mark]: factory });
}

/** Asks for an own property only: a proxy may claim to have every property. */
export function isPerRun(given: unknown): given is PerRun {
  return typeof given === "object" && given !== null && Object.hasOwn(given, mark);
}

/** Calls the factory. What it throws is the caller's. */
export function makeForRun(given: PerRun, scope: PerRunScope): unknown {
  return given[mark](scope as PerRunScope<never>); // the types of its resources are the user's promise
}
