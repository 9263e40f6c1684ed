import {
  CancelledError,
  type Context,
  createServiceHandler,
  type internal,
  RestatePromise,
  type ServiceDefinition,
  serde,
  service,
} from "@restatedev/restate-sdk";
import type { CancelReason } from "@stepspan/engine";
import { abortSignal, inboxSignal, stepsService } from "../protocol/names.ts";
import { type CalledBody, callBody } from "./call-body.ts";
import { checkCalledPath } from "./called-path.ts";
import type { CalledWorkflow } from "./worker-parts.ts";

const aMonth = { days: 30 };

/**
 * Restate tries a call again when its worker is lost, and without end; a body that throws is no failure to it: whether
 * it is tried again is decided by its run.
 */
const options = {
  retryPolicy: { initialInterval: 50, maxInterval: 5000, maxAttempts: Number.MAX_SAFE_INTEGER },
  inactivityTimeout: aMonth,
  abortTimeout: aMonth,
  journalRetention: 0,
};
const untilKnown = { serde: serde.binary, initialRetryInterval: 50, maxRetryInterval: 5000 };

/** To listen for the end of a body costs as much as to call it: most are over before, in milliseconds. */
const shortBodyMs = 20;

/** What a body is told that is to end, when nobody has said why. */
const cancelledInRestate: CancelReason = { kind: "cancel", reason: "its invocation was cancelled in Restate" };

/** The service of the workers that call the bodies of a workflow for one pool. */
export function createStepsService(workflow: CalledWorkflow, pool: string): ServiceDefinition<string, unknown> {
  const { name, version } = workflow.plan;
  const call = (context: Context, bytes: Uint8Array) => answerCall(context, bytes, workflow);
  const ask = (context: Context, bytes: Uint8Array) => giveAnswer(context, bytes, workflow);
  return service({
    name: stepsService(name, version, pool),
    options,
    handlers: {
      call: createServiceHandler({ input: serde.binary, output: serde.json }, call),
      ask: createServiceHandler({ input: serde.binary, output: serde.binary }, ask),
      /** Whoever hears of this knows that there are workers, and how late it is there. */
      ping: async (): Promise<number> => workflow.parts.clock.now(),
    },
  });
}

/**
 * Calls the body and puts its outcome into the inbox of its run. The outcome is in the journal before it is told, so
 * that a body whose outcome is known is never called again, whatever ends in between.
 */
export async function answerCall(context: Context, bytes: Uint8Array, workflow: CalledWorkflow): Promise<null> {
  const call = workflow.parts.wires.call.deserialize(bytes);
  // Refused before it has done anything, a call is not bound to this worker, and is made again at the newest one.
  checkCalledPath(workflow.plan, call);
  let body: CalledBody | null = null;
  let because: CancelReason | null = null;
  const { attemptCompletedSignal: lost } = context.request();
  const abandon = () => body?.abandon(connectionLost());
  const begin = () => {
    body = callBody(workflow, call);
    lost.addEventListener("abort", abandon, { once: true });
    if (because !== null) body.abort(because);
    return body.answer;
  };
  const abort = (reason: CancelReason) => {
    because = reason;
    body?.abort(reason);
  };
  const running = context.run("body", begin, untilKnown);
  const told = context.signal(abortSignal, workflow.parts.wires.abort);
  let answer = await firstOf(running, told, abort);
  while (answer === null) answer = await firstOf(running, null, abort);
  lost.removeEventListener("abort", abandon);
  const run = context.invocation(call.replyTo as Parameters<Context["invocation"]>[0]); // the run has given its own
  run.signal(inboxSignal, serde.binary).resolve(answer);
  return null;
}

/**
 * The same for a run that waits for this very call: its outcome and its end are one, and nothing has to be told before.
 * All that its journal can hold is the answer: where that was written before the server ended, it stands, and is
 * neither made again nor compared with what is given here (`serve/listen.ts`).
 */
async function giveAnswer(context: Context, bytes: Uint8Array, workflow: CalledWorkflow): Promise<Uint8Array> {
  if (!(context as internal.ContextInternal).isProcessing()) return new Uint8Array(); // so the SDK makes them
  const body = callBody(workflow, workflow.parts.wires.call.deserialize(bytes));
  const { attemptCompletedSignal: lost } = context.request();
  const abandon = () => body.abandon(connectionLost());
  lost.addEventListener("abort", abandon, { once: true });
  const { clock, wires } = workflow.parts;
  const listen = () => {
    context.signal(abortSignal, wires.abort).then(
      (because) => body.abort(because),
      (thrown) => {
        if (thrown instanceof CancelledError) body.abort(cancelledInRestate);
      },
    );
  };
  const doNotListen = clock.setTimer(clock.now() + shortBodyMs, listen);
  const answer = await body.answer;
  doNotListen();
  lost.removeEventListener("abort", abandon);
  return answer;
}

function connectionLost(): Error {
  return new Error("The connection to Restate was lost: the step is called again.");
}

/** Null if the step is to end meanwhile. What waited for a future that was cancelled cannot be waited for again: each has its own. */
async function firstOf(
  running: RestatePromise<Uint8Array>,
  told: RestatePromise<CancelReason> | null,
  abort: (because: CancelReason) => void,
): Promise<Uint8Array | null> {
  const answered = running.map((answer, failure) => {
    if (answer === undefined) throw failure;
    return answer;
  });
  try {
    if (told === null) return await answered;
    const first = await RestatePromise.race([answered, told.map((because) => ({ because: because! }))]); // it is sent with a reason
    if (first instanceof Uint8Array) return first;
    abort(first.because);
  } catch (thrown) {
    if (!(thrown instanceof CancelledError)) throw thrown;
    abort(cancelledInRestate);
  }
  return null;
}
