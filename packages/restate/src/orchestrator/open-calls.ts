import type { RestatePromise, WorkflowContext } from "@restatedev/restate-sdk";
import type { CancelReason } from "@stepspan/engine";
import { abortSignal } from "../protocol/names.ts";
import type { StepCall } from "../protocol/step-call.ts";
import type { Wires } from "../protocol/wires.ts";

/** A call of a body that a worker has not answered. */
export interface OpenCall {
  readonly call: number;
  readonly attempt: number;
  readonly service: string;
  readonly invocationId: RestatePromise<string>;
}

/** The calls of the bodies of one run: at most one for each step, by its path. */
export class OpenCalls {
  readonly #context: WorkflowContext;
  readonly #wires: Wires;
  readonly #open = new Map<string, OpenCall>();
  #count = 0;

  constructor(context: WorkflowContext, wires: Wires) {
    this.#context = context;
    this.#wires = wires;
  }

  has(path: string): boolean {
    return this.#open.has(path);
  }

  send(service: string, call: Omit<StepCall, "call" | "replyTo">): void {
    const number = ++this.#count;
    const parameter: StepCall = { ...call, call: number, replyTo: this.#context.request().id };
    const { invocationId } = this.#context.genericSend({
      ...{ service, method: "call", parameter, inputSerde: this.#wires.call, name: call.path },
    });
    const known = { call: number, attempt: call.attempt, service };
    const id = invocationId as Promise<string> as RestatePromise<string>; // it is one of Restate's
    this.#open.set(call.path, { ...known, invocationId: id });
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
