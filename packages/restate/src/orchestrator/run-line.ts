import { CancelledError, RestatePromise, type WorkflowContext } from "@restatedev/restate-sdk";
import type { InboxMessage } from "../protocol/inbox-message.ts";
import { inboxSignal } from "../protocol/names.ts";
import type { Wires } from "../protocol/wires.ts";

/** What a run hears of next. */
export type Happening =
  | { readonly kind: "message"; readonly message: InboxMessage }
  /** It is this late. */
  | { readonly kind: "slept"; readonly dueAt: number }
  /** Something that was asked of Restate was answered; who asked knows. */
  | { readonly kind: "answered" }
  /** Its invocation was cancelled. */
  | { readonly kind: "cancelled" };

/** What one of the futures gives. Of those that are there at one moment one is heard: nothing is done before that is known. */
type Heard =
  | { readonly kind: "message"; readonly message: InboxMessage; readonly call: (() => void) | null }
  | Extract<Happening, { kind: "slept" }>
  | { readonly settle: () => void };

/**
 * The one line to everything outside of a run (I6). What is heard on it, and in which order, is in Restate's journal, so
 * a replay hears the same. It waits for few things at most, whatever the number of open steps: the next message, the
 * earliest timer, what was asked of Restate itself, and some calls whose answers are messages, too.
 */
export class RunLine {
  readonly #context: WorkflowContext;
  readonly #wires: Wires;
  #message: RestatePromise<Heard>;
  #sleep: { readonly dueAt: number; readonly heard: RestatePromise<Heard> } | null = null;
  readonly #questions = new Set<RestatePromise<Heard>>();
  readonly #calls = new Set<RestatePromise<Heard>>();

  constructor(context: WorkflowContext, wires: Wires) {
    this.#context = context;
    this.#wires = wires;
    this.#message = this.#listen();
  }

  /** Whether something was asked that is not answered. */
  get isAsking(): boolean {
    return this.#questions.size > 0;
  }

  /** For what the engine awaits besides: it must not be awaited elsewhere, so that there is one order. */
  ask<Answer>(question: RestatePromise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const heard: RestatePromise<Heard> = question.map((answer, failure) => ({
        settle: () => {
          this.#questions.delete(heard);
          if (failure === undefined)
            resolve(answer as Answer); // one of the two is there
          else reject(failure);
        },
      }));
      this.#questions.add(heard);
    });
  }

  /** How many calls there are whose answers are heard as messages: each makes each turn a little longer. */
  get calls(): number {
    return this.#calls.size;
  }

  /** From now on the answer of a call is heard as a message; @param lost makes one of its failure */
  hear(call: RestatePromise<InboxMessage>, lost: (problem: string) => InboxMessage): void {
    const heard: RestatePromise<Heard> = call.map((answer, failure) => ({
      kind: "message",
      message: answer ?? lost(failure?.message ?? "it was ended"),
      call: () => void this.#calls.delete(heard),
    }));
    this.#calls.add(heard);
  }

  /** @param now the time of the run; @param dueAt when its next timer rings, null for none */
  async next(now: number, dueAt: number | null): Promise<Happening> {
    if (dueAt !== null) this.#sleepUntil(now, dueAt);
    const futures = [
      this.#message,
      ...(this.#sleep === null ? [] : [this.#sleep.heard]),
      ...this.#questions,
      ...this.#calls,
    ];
    try {
      const heard = await RestatePromise.race(futures);
      if ("settle" in heard) {
        heard.settle();
        return { kind: "answered" };
      }
      if (heard.kind === "slept") this.#sleep = null;
      else if (heard.call === null) this.#message = this.#listen();
      else heard.call();
      return heard;
    } catch (thrown) {
      if (thrown instanceof CancelledError) return { kind: "cancelled" };
      throw thrown;
    }
  }

  #listen(): RestatePromise<Heard> {
    return this.#context
      .signal(inboxSignal, this.#wires.message)
      .map((message) => ({ kind: "message", message: message!, call: null })); // nobody rejects it
  }

  /** A timer that is taken back leaves its sleep: the next one is set when that is over. */
  #sleepUntil(now: number, dueAt: number): void {
    if (this.#sleep !== null && this.#sleep.dueAt <= dueAt) return;
    const heard = this.#context.sleep(Math.max(0, Math.ceil(dueAt - now))).map((): Heard => ({ kind: "slept", dueAt }));
    this.#sleep = { dueAt, heard };
  }
}
