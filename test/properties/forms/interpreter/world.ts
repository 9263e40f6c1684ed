import { timelessPath } from "../cases/digest.ts";

/** How a step, or an item of one, ended. */
export interface Ending {
  readonly status: "succeeded" | "failed" | "skipped";
  readonly output: unknown;
  /** Nothing that depends on it can go on. */
  readonly isLost: boolean;
  readonly usage: number;
}

/** What a run comes to, by the timeless paths of its steps: sorted lists, since turns of `on` steps share a path. */
export class World {
  readonly endings = new Map<string, string[]>();
  /** How often each body was called. */
  readonly calls = new Map<string, number>();
  /** Totals of flow states by workflow, and of step states by workflow and step. */
  readonly stored = new Map<string, number>();
  emissions = 0;

  note(path: string, ending: string): void {
    const key = timelessPath(path);
    this.endings.set(key, [...(this.endings.get(key) ?? []), ending].sort());
  }

  noteCall(path: string, attempt: number): void {
    add(this.calls, `${timelessPath(path)} ${attempt}`, 1);
  }

  addStored(key: string, amount: number): void {
    if (amount > 0) add(this.stored, key, amount);
  }
}

function add(totals: Map<string, number>, key: string, amount: number): void {
  totals.set(key, (totals.get(key) ?? 0) + amount);
}
