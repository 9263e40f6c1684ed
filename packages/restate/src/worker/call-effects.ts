import { SerializationError, type StatePatch } from "@stepspan/engine";
import { type CoreState, holdsLive, nameAt, writeToSpan } from "@stepspan/engine/hosting";
import type { StateChange, StepEffect, WrittenEvent } from "../protocol/inbox-message.ts";

/** What the body of one call does to its run: visible to itself at once, told to the run with its outcome. */
export class CallEffects {
  readonly #state: CoreState;
  readonly #index: number;
  readonly #now: () => number;
  readonly #list: StepEffect[] = [];
  /** The operation that is being made on the state; null for a recipe. */
  #operation: (() => StateChange) | null = null;
  readonly #reads = new Set<string>();
  /** Keys whose values the body has given itself: to read them is to read nothing of others. */
  readonly #own = new Set<string>();
  #readsAll = false;
  /** What was read before the last change. */
  #basis: { readonly size: number; readonly isAll: boolean } = { size: 0, isAll: false };
  /** How much there was when the body came to its last wait that is not recorded. */
  #lengthAtWait = 0;

  constructor(state: CoreState, index: number, now: () => number) {
    this.#state = state;
    this.#index = index;
    this.#now = now;
  }

  readonly write = (event: WrittenEvent): void => {
    if (event.type === "variable-set") this.refuseLive(event.value, `Variable "${event.name}"`);
    if (event.type === "state-changed") this.#refuseLiveIn(event.patches, event.layer);
    writeToSpan(this.#state, { ...event, sequence: 0, time: this.#now() });
    if (event.type === "state-changed" && event.layer === "state") this.#change(event.patches);
    else this.#list.push({ kind: "event", event });
  };

  send(event: string, data: unknown): void {
    this.refuseLive(data, `Event "${event}"`);
    this.#list.push({ kind: "send", event, data });
  }

  stop(output: unknown): void {
    this.refuseLive(output, "The stop");
    this.#list.push({ kind: "stop", output });
  }

  /** Of a step that makes an operation on the state: what it comes to is told as that operation. */
  making<Result>(operation: () => StateChange, make: () => Result): Result {
    this.#operation = operation;
    try {
      return make();
    } finally {
      this.#operation = null;
    }
  }

  read(key: string): void {
    if (!this.#own.has(key)) this.#reads.add(key);
  }

  readAll(): void {
    this.#readsAll = true;
  }

  /** The body has come to a wait that is not over: what it does beside it is done by the call that goes on from there. */
  waiting(): void {
    this.#lengthAtWait = this.#list.length;
  }

  get list(): readonly StepEffect[] {
    return this.#list;
  }

  get listAtWait(): readonly StepEffect[] {
    return this.#list.slice(0, this.#lengthAtWait);
  }

  /** What of the state the body had read before it changed it last. */
  get stateReads(): readonly string[] | "all" {
    return this.#basis.isAll ? "all" : [...this.#reads].slice(0, this.#basis.size);
  }

  /** @throws SerializationError for a live value: it would not arrive */
  refuseLive(value: unknown, what: string): void {
    if (!holdsLive(value)) return;
    throw new SerializationError(
      `${what} of step ${JSON.stringify(nameAt(this.#state, this.#index))}`,
      "",
      "holds a live value, which stays in the process of its worker, and other steps may be called elsewhere",
      "Give what the object can be made from again, or do what needs it in this step.",
    );
  }

  #refuseLiveIn(patches: readonly StatePatch[], layer: string): void {
    for (const patch of patches) if ("value" in patch) this.refuseLive(patch.value, `A value in the ${layer}`);
  }

  #change(patches: readonly StatePatch[]): void {
    const change: StateChange = this.#operation?.() ?? { op: "patch", patches };
    this.#list.push({ kind: "state", change });
    this.#basis = { size: this.#reads.size, isAll: this.#readsAll };
    if (change.op === "set" || change.op === "delete") this.#own.add(change.key);
  }
}
