import { DefinitionError } from "../errors/definition-errors.ts";
import type { ActiveContext } from "./active-context.ts";
import type { ContextCarrier, Entrance } from "./context-carrier.ts";

const version = 3;
const key = Symbol.for("stepspan.context");

/** The one global (I8): shared by all copies of this package in a process, so it says its version. */
interface ContextSlot {
  readonly version: number;
  /** Set while a lambda is traced or evaluated, which is synchronous. */
  lambda: ActiveContext | null;
  carrier: ContextCarrier<ActiveContext> | null;
}

/** The context of the lambda or of the attempt that is running now; undefined outside of a run. */
export function activeContext(): ActiveContext | undefined {
  const slot = contextSlot();
  return slot.lambda ?? slot.carrier?.current();
}

/** Calls a lambda with a context of its own; what was active before is active again afterwards. */
export function callInLambda<Argument, Result>(
  context: ActiveContext,
  lambda: (argument: Argument) => Result,
  argument?: Argument,
): Result {
  return callBy(contextSlot(), context, lambda, argument as Argument); // a lambda that takes none gets none
}

/** The same for the lambdas of one run, which are called very often: the slot is looked up once. */
export function entranceToLambdas(): <Argument, Result>(
  context: ActiveContext,
  lambda: (argument: Argument) => Result,
  argument: Argument,
) => Result {
  const slot = contextSlot();
  return (context, lambda, argument) => callBy(slot, context, lambda, argument);
}

function callBy<Argument, Result>(
  slot: ContextSlot,
  active: ActiveContext,
  body: (argument: Argument) => Result,
  argument: Argument,
): Result {
  const outer = slot.lambda;
  slot.lambda = active;
  try {
    return body(argument);
  } finally {
    slot.lambda = outer;
  }
}

/**
 * The way into the `run` functions of a run that is started here: no lambda is active in them, and the carrier brings
 * their context to all that they call.
 */
export function entranceToBodies(): Entrance<ActiveContext> {
  const slot = contextSlot();
  if (slot.carrier === null) throw new Error("Bug: a run was started before a context carrier was installed.");
  const enter = slot.carrier.entrance();
  return (context, body) => {
    const outer = slot.lambda;
    slot.lambda = null;
    try {
      return enter(context, body);
    } finally {
      slot.lambda = outer;
    }
  };
}

/** The first carrier stays: all copies of this package share it. */
export function installCarrier(create: () => ContextCarrier<ActiveContext>): void {
  const slot = contextSlot();
  slot.carrier ??= create();
}

function contextSlot(): ContextSlot {
  const shared = globalThis as { [key]?: ContextSlot };
  shared[key] ??= { version, lambda: null, carrier: null };
  const slot = shared[key];
  if (slot.version !== version) {
    throw new DefinitionError(
      `Two versions of @stepspan/engine are loaded that cannot share a run context (${slot.version} and ${version}). Install one version only.`,
    );
  }
  return slot;
}
