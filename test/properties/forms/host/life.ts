import type { StepContext } from "@stepspan/engine";

/** One call of a body. */
export interface BodyCall {
  readonly path: string;
  readonly attempt: number;
  /** How many restarts there were before. */
  readonly life: number;
}

/** What is the same for all engines that a run goes through. */
export interface Shared {
  readonly calls: BodyCall[];
  /** Waits that the host has answered, each with the serial number of the event. */
  readonly answered: Map<string, number>;
  serials: number;
}

/** The bodies of a run in one engine: they are called, and wait for the host. Handed to them as a resource. */
export class Life {
  readonly number: number;
  readonly #shared: Shared;
  readonly #hands = new Set<() => void>();
  #isOver = false;

  constructor(number: number, shared: Shared) {
    this.number = number;
    this.#shared = shared;
  }

  /** Calls that the host can let go on, the oldest first. */
  get hands(): readonly (() => void)[] {
    return [...this.#hands];
  }

  /** The engine is left behind: nothing that its bodies do counts. */
  end(): void {
    this.#isOver = true;
    for (const letGo of this.hands) letGo();
  }

  noteCall({ path, attempt }: StepContext): void {
    if (this.#isOver) throw new Error("a body of an engine that was left behind");
    this.#shared.calls.push({ path, attempt, life: this.number });
  }

  nextSerial(): number {
    return ++this.#shared.serials;
  }

  /** Goes on when the host lets it, or at an abort in the way that is asked for. */
  hand({ signal }: StepContext, onAbort: "ignore" | "throw" | "return"): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const letGo = () => {
      this.#hands.delete(letGo);
      resolve(1);
    };
    this.#hands.add(letGo);
    signal.addEventListener("abort", () => {
      if (onAbort === "ignore") return;
      this.#hands.delete(letGo);
      if (onAbort === "return") resolve(1);
      else reject(signal.reason);
    });
    return promise;
  }
}
