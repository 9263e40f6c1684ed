import { StepspanError } from "../errors/base.ts";
import { isInstance } from "../errors/is-instance.ts";
import { MissingResourceError, type ResourceDisposalError } from "../errors/resource-errors.ts";
import { asSentence, describeThrown } from "../errors/thrown.ts";
import { disposeInReverse, type MadeResource, type StartGrace } from "./dispose-in-reverse.ts";
import { createFactoryResources } from "./factory-resources.ts";
import { isThenable } from "./is-thenable.ts";
import type { GivenResources } from "./merge-levels.ts";
import { codeThatGives } from "./missing-resource.ts";
import { isPerRun, makeForRun, type PerRun, type PerRunScope } from "./per-run.ts";
import type { RunResources } from "./run-resources.ts";

const none: RunResources = Object.freeze({ byName: new Map(), isChild: false, close: () => [] });
const noneOfChild: RunResources = Object.freeze({ ...none, isChild: true });

/** The run that resources are made for. */
export type RunFacts = Omit<PerRunScope, "resources">;

/** How the resources of a run, or of a child run, come to be there. */
export type OpenResources = typeof openResources;

/**
 * Makes what is made anew for each run, one after the other: steps ask for resources synchronously, so that all of them
 * are there before the first step. A promise only if a factory gives one; it takes as long as the factories take.
 *
 * @param startGrace how long one disposal may take
 * @throws MissingResourceError (or rejects) if a factory fails; what was made before it is disposed of then
 */
export function openResources(
  given: GivenResources,
  facts: RunFacts,
  startGrace: StartGrace,
): RunResources | Promise<RunResources> {
  if (given.size === 0) return facts.parentRunId === null ? none : noneOfChild;
  const handedIn = [...given].filter(([, resource]) => !isPerRun(resource));
  const factories = [...given].filter((entry): entry is [string, PerRun] => isPerRun(entry[1]));
  const opening: Opening = {
    facts,
    startGrace,
    declared: given,
    byName: new Map(handedIn),
    factories,
    known: new Set(handedIn.map(([, resource]) => resource)),
    made: [],
  };
  return makeFrom(opening, 0);
}

/** What was made so far. */
interface Opening {
  readonly facts: RunFacts;
  readonly startGrace: StartGrace;
  readonly declared: GivenResources;
  readonly byName: Map<string, unknown>;
  readonly factories: readonly (readonly [string, PerRun])[];
  /** Objects that are not to be disposed of, or not a second time. */
  readonly known: Set<unknown>;
  readonly made: MadeResource[];
}

function makeFrom(opening: Opening, start: number): RunResources | Promise<RunResources> {
  for (let index = start; index < opening.factories.length; index++) {
    const [name, factory] = opening.factories[index]!; // the loop ends before
    try {
      const made = makeForRun(factory, scopeOf(opening, name));
      if (isThenable(made)) {
        return Promise.resolve(made).then(
          (resource) => {
            keep(opening, name, resource);
            return makeFrom(opening, index + 1);
          },
          (thrown) => giveUp(opening, name, thrown),
        );
      }
      keep(opening, name, made);
    } catch (thrown) {
      return giveUp(opening, name, thrown);
    }
  }
  return opened(opening);
}

function scopeOf({ facts, byName, declared }: Opening, name: string): PerRunScope {
  const { workflow, parentRunId } = facts;
  const resources = createFactoryResources({ name, workflow, isChild: parentRunId !== null, byName, declared });
  return Object.freeze({ ...facts, resources });
}

function keep({ byName, known, made }: Opening, name: string, resource: unknown): void {
  byName.set(name, resource);
  if (known.has(resource)) return;
  known.add(resource);
  made.push({ name, resource });
}

function opened({ byName, facts, made, startGrace }: Opening): RunResources {
  let closing: ReturnType<RunResources["close"]> | null = null;
  return Object.freeze({
    byName,
    isChild: facts.parentRunId !== null,
    close() {
      closing ??= disposeInReverse(made, facts, startGrace);
      return closing;
    },
  });
}

function giveUp({ facts, made, startGrace }: Opening, name: string, thrown: unknown): Promise<never> | never {
  const failures = disposeInReverse(made, facts, startGrace);
  if (!(failures instanceof Promise)) throw factoryFailed(facts, name, thrown, failures);
  return failures.then((late) => Promise.reject(factoryFailed(facts, name, thrown, late)));
}

function factoryFailed(
  { runId, workflow }: RunFacts,
  name: string,
  thrown: unknown,
  failures: readonly ResourceDisposalError[],
): MissingResourceError {
  const problem = isInstance(thrown, StepspanError) ? thrown.message : asSentence(describeThrown(thrown));
  const sentences = [
    `Resource ${JSON.stringify(name)} could not be made for run ${JSON.stringify(runId)} of workflow ${JSON.stringify(workflow)}: ${problem}`,
    `Mend its perRun factory, or replace it for this run: engine.run(workflow, input, ${codeThatGives([name])}).`,
    ...failures.map(({ message }) => message),
  ];
  return new MissingResourceError(name, sentences.join(" "), { cause: thrown });
}
