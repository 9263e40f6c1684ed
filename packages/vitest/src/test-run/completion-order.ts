import { DefinitionError, type Plan, type RunEvent } from "@stepspan/engine";
import { endsAttempt, settlesStep } from "../journal/settling-events.ts";
import { nameOfPath, noSuchStep, pathNamed } from "./find-step.ts";
import { orderDeadlock, orderTimeout } from "./order-errors.ts";
import { isAt, isWithin, stepPathOf } from "./places.ts";
import type { RunWatch } from "./run-watch.ts";

/** Holds back the ends of attempts until it is their turn. */
export interface CompletionOrder {
  /** Whether it names an attempt of the step at this path, or of an item of it. */
  mentions(stepPath: string): boolean;
  /** Resolves when this attempt may end; at once if the order does not name it any more, or if it is over already. */
  turnOf(path: string, attempt: number): Promise<void>;
  onEvent(event: RunEvent): void;
  /** The paths of the attempts that are held back. */
  readonly held: ReadonlySet<string>;
  /** Why the order could not be kept; null if it was. */
  readonly violation: Error | null;
  /** Nothing can go on, because what is next waits for what is held back: gives the order up, which is a violation. */
  breakDeadlock(watch: RunWatch): void;
}

/**
 * Each name in `order` stands for the end of one attempt of that step, or of one of its items. A step that settles with
 * fewer attempts than the order names, or with none, leaves its turns to the next.
 *
 * @throws DefinitionError, with a suggestion, if there is no step of such a name
 */
export function createCompletionOrder(plan: Plan, order: readonly string[]): CompletionOrder {
  return new Turns(plan, order);
}

class Turns implements CompletionOrder {
  readonly #plan: Plan;
  readonly #order: readonly string[];
  /** The paths of the steps that it names. */
  readonly #stepPaths: ReadonlySet<string>;
  /** The places whose turn is still to come. */
  #remaining: readonly string[];
  /** The attempt that may end now. */
  #ending: string | null = null;
  /** The attempts that are open: their numbers by their paths. */
  readonly #open = new Map<string, number>();
  readonly #releases = new Map<string, () => void>();
  #violation: Error | null = null;

  constructor(plan: Plan, order: readonly string[]) {
    this.#plan = plan;
    this.#order = order;
    this.#remaining = order.map((name) => knownPath(plan, name));
    this.#stepPaths = new Set(this.#remaining.map(stepPathOf));
  }

  get held(): ReadonlySet<string> {
    return new Set(this.#releases.keys());
  }

  get violation(): Error | null {
    return this.#violation;
  }

  mentions(stepPath: string): boolean {
    return this.#stepPaths.has(stepPath);
  }

  turnOf(path: string, attempt: number): Promise<void> {
    const isNamed = this.#open.get(path) === attempt && this.#remaining.some((place) => isAt(place, path));
    if (!isNamed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#releases.set(path, resolve);
      this.#letNextEnd();
    });
  }

  onEvent(event: RunEvent): void {
    if (event.type === "attempt-started") this.#open.set(event.path, event.attempt);
    if (!endsAttempt(event)) return;
    const { path } = event;
    if (this.#releases.has(path) && isTimeout(event)) {
      this.#violation ??= orderTimeout(this.#order, this.#nameOf(path), this.#nameOf(this.#remaining[0] ?? ""));
    }
    this.#release(path);
    if (this.#open.delete(path)) this.#takeTurn(path);
    if (settlesStep(event)) this.#remaining = this.#remaining.filter((place) => !isWithin(path, place));
    this.#letNextEnd();
  }

  breakDeadlock(watch: RunWatch): void {
    const { held } = this;
    const next = this.#remaining[0] ?? "";
    this.#violation ??= orderDeadlock({ order: this.#order, next, held, watch, nameOf: (path) => this.#nameOf(path) });
    this.#remaining = [];
    for (const path of held) this.#release(path);
  }

  /** One attempt has ended: with its turn, or without one that it was given. */
  #takeTurn(path: string): void {
    const at = this.#ending === path ? 0 : this.#remaining.findIndex((place) => isAt(place, path));
    if (at !== -1) this.#remaining = this.#remaining.toSpliced(at, 1);
    if (this.#ending === path) this.#ending = null;
  }

  #letNextEnd(): void {
    const [next] = this.#remaining;
    if (this.#ending !== null || next === undefined) return;
    const path = [...this.#releases.keys()].find((held) => isAt(next, held));
    if (path === undefined) return;
    this.#ending = path;
    this.#release(path);
  }

  #release(path: string): void {
    this.#releases.get(path)?.();
    this.#releases.delete(path);
  }

  #nameOf(path: string): string {
    return nameOfPath(this.#plan, path);
  }
}

function knownPath(plan: Plan, name: string): string {
  const path = pathNamed(plan, name);
  if (path !== null) return path;
  throw new DefinitionError(`testRun: the order names ${JSON.stringify(name)}, but ${noSuchStep(plan, name)}`);
}

function isTimeout(event: RunEvent): boolean {
  return "error" in event && event.error !== null && "code" in event.error && event.error.code === "STEP_TIMEOUT";
}
