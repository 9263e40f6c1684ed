import type { WhereAnswer } from "../core/facts.ts";
import type { CancelReason } from "../spans/span.ts";

/**
 * Carries out what the core asks for the attempts of one run, in this process or elsewhere; what comes of it is posted
 * to the loop of the run.
 */
export interface RunAttempts {
  queue(path: string, index: number): void;
  withdraw(path: string): void;
  call(path: string, index: number, attempt: number): void;
  abort(path: string, because: CancelReason): void;
  /** Waits of the attempt are over: its body is told, and called anew if it is not in memory. */
  resume(path: string, attempt: number): void;
  /** Asks the `where` of a wait; null if the answer comes later, or not at all. */
  ask(path: string, wait: number, value: unknown, sent: number): WhereAnswer | null;
  timeOut(path: string): void;
  /** The attempt is over or abandoned: its slot is free for others. */
  close(path: string, index: number): void;
  /** The slot of an attempt that waits, or that was stopped meanwhile, is free for others. */
  giveBackSlot(path: string): void;
  /** The run is over. */
  end(): void;
  /** The run cannot go on: nothing of it goes on either. */
  abandonAll(reason: unknown): void;
}
