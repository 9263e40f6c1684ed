import { ResourceDisposalError } from "../errors/resource-errors.ts";
import { asSentence, describeThrown } from "../errors/thrown.ts";
import { isThenable } from "./is-thenable.ts";

/** Rings when the time that one disposal may take is over. @returns a function that takes the timer back */
export type StartGrace = (ring: () => void) => () => void;

/** A resource that a factory made for a run. */
export interface MadeResource {
  readonly name: string;
  readonly resource: unknown;
}

/** Whose resources they are. */
export interface OwningRun {
  readonly runId: string;
  readonly workflow: string;
}

/**
 * Disposes of one resource after the other, the last made first. One that fails, or does not settle while its grace
 * lasts, does not hinder the others.
 *
 * @returns what failed; a promise only if there is anything to dispose of
 */
export function disposeInReverse(
  made: readonly MadeResource[],
  owner: OwningRun,
  startGrace: StartGrace,
): readonly ResourceDisposalError[] | Promise<readonly ResourceDisposalError[]> {
  const disposable = made.filter(({ resource }) => isDisposable(resource)).reverse();
  return disposable.length === 0 ? [] : disposeOfEach(disposable, owner, startGrace);
}

async function disposeOfEach(
  disposable: readonly MadeResource[],
  owner: OwningRun,
  startGrace: StartGrace,
): Promise<readonly ResourceDisposalError[]> {
  const failures: ResourceDisposalError[] = [];
  for (const { name, resource } of disposable) {
    const what = `Resource ${JSON.stringify(name)}, made for run ${JSON.stringify(owner.runId)} of workflow ${JSON.stringify(owner.workflow)},`;
    try {
      const disposal = callDisposal(resource);
      if (!isThenable(disposal) || (await settlesInTime(disposal, startGrace))) continue;
      failures.push(
        new ResourceDisposalError(
          name,
          `${what} was still not disposed of when the grace period was over. Make its disposal settle, or raise the gracePeriod of createEngine.`,
        ),
      );
    } catch (thrown) {
      const problem = asSentence(describeThrown(thrown));
      failures.push(
        new ResourceDisposalError(
          name,
          `${what} could not be disposed of: ${problem} Mend its method Symbol.asyncDispose or Symbol.dispose.`,
          { cause: thrown },
        ),
      );
    }
  }
  return failures;
}

/** Like `await using`: the asynchronous method goes first. */
function callDisposal(resource: unknown): unknown {
  const disposable = resource as Partial<AsyncDisposable & Disposable>; // what is no function throws when it is called
  const dispose = disposable[Symbol.asyncDispose] ?? disposable[Symbol.dispose];
  return dispose === undefined || dispose === null ? undefined : Reflect.apply(dispose, resource, []);
}

/** A disposal that settles later is not heard any more. */
async function settlesInTime(disposal: PromiseLike<unknown>, startGrace: StartGrace): Promise<boolean> {
  const { promise: graceIsOver, resolve } = Promise.withResolvers<false>();
  const takeBack = startGrace(() => resolve(false));
  try {
    return await Promise.race([Promise.resolve(disposal).then(() => true), graceIsOver]);
  } finally {
    takeBack();
  }
}

/** A proxy that throws when it is asked counts, so that its failure is reported. */
function isDisposable(resource: unknown): boolean {
  if ((typeof resource !== "object" || resource === null) && typeof resource !== "function") return false;
  try {
    return Symbol.asyncDispose in resource || Symbol.dispose in resource;
  } catch {
    return true;
  }
}
