import {
  type ClassRegistry,
  type Clock,
  fromJson,
  type Observer,
  type Runnable,
  type StateStore,
} from "@stepspan/engine";
import {
  createAsyncContext,
  createFlowStates,
  createQueueExecutor,
  createValues,
  installCarrier,
  memoryStore,
  observationBy,
  systemClock,
} from "@stepspan/engine/hosting";
import { onTestFinished } from "vitest";
import type { StepAnswer, StepOutcome } from "../../../packages/restate/src/protocol/inbox-message.ts";
import type { StepCall } from "../../../packages/restate/src/protocol/step-call.ts";
import { createWires, type Wires } from "../../../packages/restate/src/protocol/wires.ts";
import { type CalledBody, callBody } from "../../../packages/restate/src/worker/call-body.ts";

interface CallingOptions {
  readonly clock?: Clock;
  readonly resources?: Readonly<Record<string, unknown>>;
  /** Where states that outlive runs are kept; null: nowhere. Default: in memory. */
  readonly store?: StateStore | null;
  readonly observers?: readonly Observer[];
  readonly classes?: ClassRegistry | null;
  readonly concurrency?: number;
}

/** A call that was made by hand. */
export interface MadeCall extends Pick<CalledBody, "abort" | "abandon"> {
  readonly answer: Promise<StepAnswer>;
  /** What the body returned. @throws what the answer says instead */
  readonly output: Promise<unknown>;
  /** What the attempt failed with. @throws what the answer says instead */
  readonly error: Promise<Error>;
}

/** Calls the bodies of a workflow as a worker does, without a server; calls and answers go over the wire. */
export function callsOf({ plan }: Runnable, options: CallingOptions = {}) {
  const { clock = systemClock, classes = null, resources = {}, observers = [], concurrency = 16 } = options;
  const { store = memoryStore().states } = options;
  installCarrier(createAsyncContext);
  const executor = createQueueExecutor(concurrency, new Map(), clock);
  onTestFinished(() => executor.close());
  const wires = createWires(classes);
  const kept = store === null ? null : { store, flows: createFlowStates(store) };
  const observation = observers.length === 0 ? null : observationBy(observers);
  const common = { executor, clock, classes, values: createValues(classes), wires, resources, kept, observation };
  const workflow = {
    plan,
    parts: { ...common, gracePeriodMs: 60_000, worker: "test/1" },
    usingState: new Set<string>(),
    warned: new Set<string>(),
  };
  return (path: string, call: Partial<StepCall> = {}): MadeCall => {
    const sent = wires.call.deserialize(wires.call.serialize(callTo(path, call, clock.now())));
    const { answer: bytes, abort, abandon } = callBody(workflow, sent);
    const answer = bytes.then((message) => wires.message.deserialize(message) as StepAnswer); // a worker says nothing else
    const outcome = answer.then((told) => told.outcome);
    return {
      ...{ answer, abort, abandon },
      get output() {
        return outcome.then((end) => (end.kind === "returned" ? end.output : Promise.reject(unexpected(end, wires))));
      },
      get error() {
        return outcome.then((end) =>
          end.kind === "threw" ? errorOf(end, wires) : Promise.reject(unexpected(end, wires)),
        );
      },
    };
  };
}

/** A call as a run makes it, with the least that there is. */
export function callTo(path: string, call: Partial<StepCall>, startedAt: number): StepCall {
  const run: StepCall["run"] = {
    ...{ id: "run-1", parentRunId: null, metadata: {}, timeoutMs: null, input: undefined },
    ...{ state: {}, stateVersion: 0, flowState: null, flowVersion: 0 },
  };
  return {
    ...{
      runId: "run-1",
      replyTo: "inv-1",
      call: 1,
      path,
      item: null,
      attempt: 1,
      startedAt,
      params: {},
      run,
      vars: {},
    },
    ...{ waits: null, remainingMs: null, ask: null, reads: [], spans: null },
    ...call,
  };
}

/** The same run with this state. */
export function withState(state: Readonly<Record<string, unknown>>, stateVersion = 1): Pick<StepCall, "run"> {
  const { run } = callTo("", {}, 0);
  return { run: { ...run, state, stateVersion } };
}

function errorOf({ error }: Extract<StepOutcome, { kind: "threw" }>, { codec }: Wires): Error {
  return codec.decode(fromJson(error, "an error"), "an error") as Error; // a worker wraps what was thrown
}

function unexpected(outcome: StepOutcome, wires: Wires): Error {
  return outcome.kind === "threw"
    ? errorOf(outcome, wires)
    : new Error(`The call ended otherwise: ${JSON.stringify(outcome)}`);
}
