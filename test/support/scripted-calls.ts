import type { StepContext } from "@stepspan/engine";
import { StepTimeoutError } from "@stepspan/engine";

/** What one call of a `run` function is to do, and with what. */
export interface CallPlan {
  readonly result: "return" | "throw" | "never";
  /** `soon`: by a promise that has settled already; `by hand`: when the host settles it. */
  readonly pace: "sync" | "soon" | "by hand";
  /** What a call that is settled by hand does once its signal is aborted. */
  readonly onAbort: "ignore" | "throw" | "return";
  readonly output: unknown;
  readonly error: unknown;
}

/** One call of a `run` function, as the host saw it. */
export interface Call {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  readonly plan: CallPlan;
  /** Null while it has not settled. */
  settled: CallEnd | null;
}

/** How a call settled. */
export interface CallEnd {
  readonly how: "returned" | "threw";
  /** How long the host's timeline was then. */
  readonly at: number;
  /** Whether it did so because its signal was aborted. */
  readonly byAbort: boolean;
}

/** A call that the host may settle when it likes. */
export interface OpenCall {
  settle(): void;
}

/** The bodies of all steps of a host: what they are called with, and which of them wait to be settled. */
export class ScriptedCalls {
  readonly all: Call[] = [];
  readonly #byKey = new Map<string, Call>();
  readonly #position: () => number;
  #open: OpenCall[] = [];

  /** @param position how long the host's timeline is */
  constructor(position: () => number) {
    this.#position = position;
  }

  /** Calls that can be settled, the oldest first. */
  get open(): readonly OpenCall[] {
    return this.#open;
  }

  of(runId: string, step: string, attempt: number): Call | undefined {
    return this.#byKey.get(`${runId} ${step} ${attempt}`);
  }

  /** The body of a step. */
  call(plan: CallPlan, context: StepContext): unknown {
    const { step, attempt } = context;
    const call: Call = { runId: context.run.id, step, attempt, plan, settled: null };
    this.all.push(call);
    this.#byKey.set(`${call.runId} ${step} ${attempt}`, call);
    if (plan.result === "never") return new Promise(() => undefined);
    if (plan.pace === "by hand") return this.#byHand(call, context);
    const how = plan.result === "return" ? "returned" : "threw";
    call.settled = { how, at: this.#position(), byAbort: false };
    if (plan.pace === "soon") return how === "returned" ? Promise.resolve(plan.output) : Promise.reject(plan.error);
    if (how === "returned") return plan.output;
    throw plan.error;
  }

  #byHand(call: Call, context: StepContext): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const { result, onAbort, output, error } = call.plan;
    const settle = (returns: boolean, end: Omit<CallEnd, "how">) => {
      this.#open = this.#open.filter((other) => other !== openCall);
      call.settled = { how: returns ? "returned" : "threw", ...end };
      if (returns) resolve(output);
      else reject(error);
    };
    const openCall = { settle: () => settle(result === "return", { at: this.#position(), byAbort: false }) };
    this.#open.push(openCall);
    if (onAbort !== "ignore") {
      context.signal.addEventListener("abort", () => {
        // An attempt that ran out of time has failed before its body hears of it.
        const isLate = context.signal.reason instanceof StepTimeoutError;
        const at = isLate ? Infinity : this.#position();
        if (call.settled === null) settle(onAbort === "return", { at, byAbort: true });
      });
    }
    return promise;
  }
}
