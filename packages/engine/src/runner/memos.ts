import type { RunEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import { type CoreState, recordOf } from "../core/state.ts";
import { indexAt, stateAt, stepAt } from "../core/units.ts";
import type { Evaluation } from "../evaluation/evaluator.ts";
import type { Memo } from "../ports/memo-store.ts";
import { holdsLive } from "../state/lost-live.ts";
import { memoKey } from "./memo-key.ts";
import type { RunHost } from "./run-host.ts";
import type { SafeMemos } from "./safe-memos.ts";

/** The memoised steps of one run. */
export interface Memos {
  /** What the evaluation of a step comes to: to the output of an earlier run, if there is one for its parameters. */
  lookUp(state: CoreState, evaluated: Evaluation): Fact | Promise<Fact>;
  /** Events that are stored: the outputs among them are kept for later runs. */
  onEvents(events: readonly RunEvent[]): void;
  /** Resolves when all is written that was to be. Never rejects. */
  written(): Promise<void>;
}

export function createMemos(host: RunHost, store: SafeMemos): Memos {
  return new MemoBook(host, store);
}

class MemoBook implements Memos {
  readonly #host: RunHost;
  readonly #store: SafeMemos;
  /** By path, of what was evaluated here and has not settled; null: it cannot be memoised. */
  readonly #keys = new Map<string, string | null>();
  readonly #writing = new Set<Promise<void>>();

  constructor(host: RunHost, store: SafeMemos) {
    this.#host = host;
    this.#store = store;
  }

  lookUp(state: CoreState, evaluated: Evaluation): Fact | Promise<Fact> {
    const { path, index, outcome, reads } = evaluated;
    if (outcome.kind !== "ready" || stepAt(state, index).cache === null) return evaluated;
    const { params } = outcome;
    let key: string | null;
    try {
      key = memoKey(this.#host, state, index, params);
    } catch (error) {
      return { ...evaluated, outcome: { kind: "failed", error: error as Error } }; // a StepError: see memoKey
    }
    this.#keys.set(path, key);
    if (key === null || this.#isRerun) return evaluated;
    const factOf = (memo: Memo | null): Fact => {
      if (memo === null) return evaluated;
      const { runId, path: of, time, output } = memo;
      return {
        ...{ type: "reuse", path, params, reads },
        ...{ from: { runId, path: of, time }, outcome: { kind: "succeeded", output } },
      };
    };
    const memo = this.#store.read(key, this.#host.now());
    return memo instanceof Promise ? memo.then(factOf) : factOf(memo);
  }

  /** What a rerun does not take over is meant to run again. */
  get #isRerun(): boolean {
    return this.#host.root.run?.rerunOf != null;
  }

  onEvents(events: readonly RunEvent[]): void {
    for (const event of events) {
      switch (event.type) {
        case "step-succeeded":
          if (event.attempt > 0) this.#write(event);
          break;
        case "step-failed":
        case "step-skipped":
        case "step-cancelled":
        case "step-reused":
          this.#keys.delete(event.path);
          break;
        default:
      }
    }
  }

  async written(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #write(event: Extract<RunEvent, { type: "step-succeeded" }>): void {
    const { path, output, time } = event;
    const state = stateAt(this.#host.root, path);
    const index = indexAt(state, path);
    const { cache } = stepAt(state, index);
    if (cache === null) return;
    const key = this.#keyOf(state, index, path);
    if (key === null || holdsLive(output)) return;
    if (!Object.is(recordOf(state, index).output, output)) return; // a secret was redacted: without it the output is another one
    const expiresAt = cache.ttlMs === null ? null : time + cache.ttlMs;
    const written = this.#store.write(key, { runId: this.#host.runId, path, output, time, expiresAt });
    if (!(written instanceof Promise)) return;
    const writing = written.then(() => void this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** A step that was evaluated before the run was resumed has the parameters that were recorded then. */
  #keyOf(state: CoreState, index: number, path: string): string | null {
    const known = this.#keys.get(path);
    this.#keys.delete(path);
    if (known !== undefined) return known;
    const { params } = recordOf(state, index);
    if (params === undefined) return null;
    try {
      return memoKey(this.#host, state, index, params);
    } catch {
      return null; // a key that fails now has not failed before the run was resumed: its step goes on
    }
  }
}
