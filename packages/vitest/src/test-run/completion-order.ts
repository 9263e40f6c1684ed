import { DefinitionError, type Plan, type RunEvent, suggest } from "@stepspan/engine";
import { endsAttempt, settlesStep } from "../journal/settling-events.ts";
import { orderDeadlock, orderTimeout } from "./order-errors.ts";
import { type RunWatch, stepOf } from "./run-watch.ts";

/** Holds back the ends of attempts until it is their turn. */
export interface CompletionOrder {
  readonly names: ReadonlySet<string>;
  /** Resolves when an attempt of this step may end; at once if the order does not name the step any more. */
  turnOf(step: string): Promise<void>;
  onEvent(event: RunEvent): void;
  /** Names of the steps whose attempts are held back. */
  readonly held: ReadonlySet<string>;
  /** Why the order could not be kept; null if it was. */
  readonly violation: Error | null;
  /** Nothing can go on, because what is next waits for what is held back: gives the order up, which is a violation. */
  breakDeadlock(watch: RunWatch): void;
}

/**
 * Each name in `order` stands for the end of one attempt of that step. A step that settles with fewer attempts than the
 * order names, or with none, leaves its turns to the next.
 *
 * @throws DefinitionError, with a suggestion, if the plan has no step of such a name
 */
export function createCompletionOrder(plan: Plan, order: readonly string[]): CompletionOrder {
  for (const name of order) requireKnown(plan, name);
  let remaining = order;
  let violation: Error | null = null;
  const releases = new Map<string, () => void>();

  const release = (step: string | undefined) => {
    if (step === undefined) return;
    releases.get(step)?.();
    releases.delete(step);
  };

  return {
    names: new Set(order),
    get held() {
      return new Set(releases.keys());
    },
    get violation() {
      return violation;
    },
    turnOf(step) {
      if (!remaining.includes(step) || remaining[0] === step) return Promise.resolve();
      return new Promise((resolve) => releases.set(step, resolve));
    },
    onEvent(event) {
      const step = stepOf(plan, event);
      if (step === null || !endsAttempt(event)) return;
      if (releases.has(step) && isTimeout(event)) violation ??= orderTimeout(order, step, remaining[0]);
      release(step);
      remaining = settlesStep(event) ? remaining.filter((name) => name !== step) : withoutFirst(remaining, step);
      release(remaining[0]);
    },
    breakDeadlock(watch) {
      const held = [...releases.keys()];
      violation ??= orderDeadlock({ order, next: remaining[0], held, watch });
      remaining = [];
      for (const step of held) release(step);
    },
  };
}

function requireKnown(plan: Plan, name: string): void {
  if (plan.indexByName.has(name)) return;
  throw new DefinitionError(
    `testRun: the order names ${JSON.stringify(name)}, but workflow "${plan.name}" has no such step.${suggest(String(name), plan.indexByName.keys())}`,
  );
}

function isTimeout(event: RunEvent): boolean {
  return "error" in event && event.error !== null && "code" in event.error && event.error.code === "STEP_TIMEOUT";
}

function withoutFirst(names: readonly string[], name: string): readonly string[] {
  const at = names.indexOf(name);
  return at === -1 ? names : names.toSpliced(at, 1);
}
