import { type RestatePromise, type Serde, serde, type WorkflowContext } from "@restatedev/restate-sdk";
import type { CancelReason } from "@stepspan/engine";
import type { InboxMessage } from "../protocol/inbox-message.ts";
import { abortSignal } from "../protocol/names.ts";
import type { StepCall } from "../protocol/step-call.ts";
import type { Wires } from "../protocol/wires.ts";
import type { RunLine } from "./run-line.ts";

/** A call of a body that a worker has not answered. */
export interface OpenCall {
  readonly call: number;
  readonly attempt: number;
  readonly service: string;
  readonly invocationId: RestatePromise<string>;
}

/** So many calls are waited for themselves: to wait for one more costs each turn a little more. */
const mostAsked = 16;

interface Target {
  readonly service: string;
  readonly parameter: Uint8Array;
  readonly inputSerde: Serde<Uint8Array>;
  /** The path of the step. */
  readonly name: string;
}

/** The calls of the bodies of one run: at most one for each step, by its path. */
export class OpenCalls {
  readonly #context: WorkflowContext;
  readonly #wires: Wires;
  readonly #line: RunLine;
  readonly #open = new Map<string, OpenCall>();
  #count = 0;

  constructor(context: WorkflowContext, wires: Wires, line: RunLine) {
    this.#context = context;
    this.#wires = wires;
    this.#line = line;
  }

  has(path: string): boolean {
    return this.#open.has(path);
  }

  /** @throws SerializationError for a call that is too large for a message */
  send(service: string, call: Omit<StepCall, "call" | "replyTo">): void {
    const number = this.#count + 1;
    const replyTo = this.#context.request().id;
    const parameter = this.#wires.call.serialize({ ...call, call: number, replyTo });
    this.#count = number;
    const target = { service, parameter, inputSerde: serde.binary, name: call.path };
    const invocationId = this.#line.calls < mostAsked ? this.#ask(target, number) : this.#tell(target);
    this.#open.set(call.path, { call: number, attempt: call.attempt, service, invocationId });
  }

  /** The call itself is waited for: the shortest way, as long as few are open. */
  #ask(target: Target, call: number): RestatePromise<string> {
    const answer = this.#context.genericCall<Uint8Array, InboxMessage>({
      ...{ ...target, method: "ask", outputSerde: this.#wires.message },
    });
    this.#line.hear(answer, (problem) => ({ kind: "lost", at: 0, path: target.name, call, problem }));
    return answer.invocationId as Promise<string> as RestatePromise<string>; // it is one of Restate's
  }

  /** The worker puts its answer into the inbox: it costs the same however many are open. */
  #tell(target: Target): RestatePromise<string> {
    const { invocationId } = this.#context.genericSend({ ...target, method: "call" });
    return invocationId as Promise<string> as RestatePromise<string>; // it is one of Restate's
  }

  /** Takes a call out that was answered; undefined for an answer that nobody waits for. */
  answered(path: string, call: number): OpenCall | undefined {
    const open = this.#open.get(path);
    if (open?.call !== call) return undefined;
    this.#open.delete(path);
    return open;
  }

  /** What comes of it is of no interest any more. */
  forget(path: string): void {
    this.#open.delete(path);
  }

  get(path: string): OpenCall | undefined {
    return this.#open.get(path);
  }

  /** Its body is told to end; one that has not begun is told when it does. */
  abort(invocationId: string, because: CancelReason): void {
    const call = this.#context.invocation(invocationId as Parameters<WorkflowContext["invocation"]>[0]); // Restate gave it
    call.signal(abortSignal, this.#wires.abort).resolve(because);
  }
}
