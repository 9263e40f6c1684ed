import { checkedEvent } from "../borders/event-data.ts";
import type { EventDefinition } from "../context/event-definition.ts";
import type { WaitOptions } from "../context/step-context.ts";
import type { Fact, WhereAnswer } from "../core/facts.ts";
import { type CoreState, hasOpenAttempt } from "../core/state.ts";
import type { MutableWait } from "../core/step-record.ts";
import { nameAt, pathAt } from "../core/units.ts";
import { waitTimeout } from "../core/waiting.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { ResumeMismatchError } from "../errors/resume-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import { parseDuration } from "../plan/duration.ts";
import { share } from "../state/record.ts";

/** What the waits of one call of a `run` function need. */
export interface BodyWaitsParts {
  readonly state: CoreState;
  readonly index: number;
  readonly attempt: number;
  readonly post: (fact: Fact) => void;
  readonly now: () => number;
}

/** A wait that the body has come to. */
interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly where: ((value: never) => boolean) | null;
}

/**
 * The waits of one call of a `run` function, numbered in the order in which it comes to them. What is recorded of an
 * earlier call of the same attempt is given at once.
 */
export class BodyWaits {
  readonly #parts: BodyWaitsParts;
  readonly #pending = new Map<number, Pending>();
  /** Waits that were recorded when the call began: until the body has come to all of them it only repeats itself. */
  readonly #repeated: number;
  #count = 0;
  #aborted: { readonly reason: unknown } | null = null;

  constructor(parts: BodyWaitsParts) {
    this.#parts = parts;
    const waits = parts.state.records[parts.index]?.waits;
    this.#repeated = waits == null ? 0 : waits.entries.length - waits.first;
  }

  /** Whether the body is still on the way to where it had come before. */
  get isRepeating(): boolean {
    return this.#count < this.#repeated;
  }

  waitFor(event: EventDefinition, options: WaitOptions<never> = {}): Promise<unknown> {
    const { where, timeout } = options;
    const place = `waitFor of step "${this.#name}"`;
    const { name } = checkedEvent(event, place);
    if (where !== undefined && typeof where !== "function") {
      throw new DefinitionError(`${place} got ${describeThrown(where)} as where. Give a function of the event's data.`);
    }
    const timeoutMs = timeout === undefined ? null : durationOf(timeout, `${place} got`, "as timeout");
    return this.#wait(name, timeoutMs, where ?? null);
  }

  sleep(duration: unknown): Promise<unknown> {
    return this.#wait(null, durationOf(duration, `sleep of step "${this.#name}" got`, "as its duration"), null);
  }

  /** Tells the body of the waits that are over. */
  deliver(): void {
    for (const [number, pending] of this.#pending) {
      const entry = this.#entry(number);
      if (entry?.outcome == null) continue;
      this.#pending.delete(number);
      this.#settle(entry, pending);
    }
  }

  /** The attempt was told to end: its waits are over. */
  abort(reason: unknown): void {
    this.#aborted = { reason };
    for (const { reject } of this.#pending.values()) reject(reason);
    this.#pending.clear();
  }

  /** Null if the body has not come to that wait. */
  ask(number: number, value: unknown): WhereAnswer | null {
    const where = this.#pending.get(number)?.where;
    return where == null ? null : askWhere(where, value, `The where of step "${this.#name}"`);
  }

  #wait(event: string | null, durationMs: number | null, where: Pending["where"]): Promise<unknown> {
    const { state, index, attempt, post, now } = this.#parts;
    if (this.#aborted !== null) return Promise.reject(this.#aborted.reason);
    if (!hasOpenAttempt(state, index) || state.records[index]?.attemptCount !== attempt) {
      throw new DefinitionError(
        `Step "${this.#name}" waits after it has ended. Await what it waits for in its run function.`,
      );
    }
    const first = state.records[index]?.waits?.first ?? 0;
    const number = first + ++this.#count;
    const known = this.#entry(number);
    if (known !== undefined && known.event !== event) throw this.#mismatch(known.event, event);
    return new Promise((resolve, reject) => {
      const pending: Pending = { resolve, reject, where };
      if (known?.outcome != null) return this.#settle(known, pending);
      this.#pending.set(number, pending);
      const dueAt = known?.dueAt ?? (durationMs === null ? null : now() + durationMs);
      const isSelective = where !== null;
      post({ type: "wait-requested", path: pathAt(state, index), attempt, wait: number, event, isSelective, dueAt });
    });
  }

  #settle(entry: MutableWait, { resolve, reject }: Pending): void {
    const { state, index } = this.#parts;
    const { outcome } = entry;
    switch (outcome?.kind) {
      case "answered":
        return resolve(share(outcome.data));
      case "elapsed":
        return resolve(undefined);
      case "timed-out":
        return reject(waitTimeout(state.records[index]!, entry)); // what waits has a record
      case "failed":
        return reject(outcome.error);
      default:
        return; // withdrawn: nobody listens any more
    }
  }

  #entry(number: number): MutableWait | undefined {
    return this.#parts.state.records[this.#parts.index]?.waits?.entries[number - 1];
  }

  get #name(): string {
    return nameAt(this.#parts.state, this.#parts.index);
  }

  #mismatch(recorded: string | null, found: string | null): ResumeMismatchError {
    const shown = (event: string | null) => (event === null ? "slept" : `waited for event "${event}"`);
    return new ResumeMismatchError(
      `Step "${this.#name}" was called again after a restart, and its wait number ${this.#count} is another one: it ${shown(recorded)} before, and now ${shown(found)}. A body has to wait in the same order each time; give the workflow another version if it changed.`,
    );
  }
}

/** Asks a `where` about an event. */
export function askWhere(where: (value: never) => boolean, value: unknown, what: string): WhereAnswer {
  try {
    const answer: unknown = where(share(value) as never); // the event's schema made it
    if (typeof answer === "boolean") return { kind: answer ? "taken" : "refused" };
    throw new DefinitionError(`${what} returned ${describeThrown(answer)}. Return true or false, synchronously.`);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new DefinitionError(`${what} threw ${describeThrown(thrown)}.`);
    return { kind: "failed", error };
  }
}

function durationOf(given: unknown, lead: string, role: string): number {
  const milliseconds = parseDuration(given);
  if (milliseconds !== null) return milliseconds;
  throw new DefinitionError(
    `${lead} ${describeThrown(given)} ${role}. Give milliseconds of at least 0, or a text such as "500ms", "30s", "5m", "2h" or "1d".`,
  );
}
