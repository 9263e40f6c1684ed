import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type StepspanError, StoreError } from "@stepspan/engine";
import { busyCode, resultCodeOf, sqliteFailure } from "./sqlite-failure.ts";
import { whileBusy } from "./while-busy.ts";

/** Something to be written, in a transaction with others. */
export interface Write<Result> {
  /** What it does, for messages: `write to the journal of run "r"`. */
  readonly act: string;
  /** Throws a StoreError only before it has changed anything: it alone is refused then. */
  perform(): Result;
  /** The transaction was rolled back after all. */
  undo(): void;
}

interface Waiting {
  readonly write: Write<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: StepspanError) => void;
}

/** A pause between two tries, of up to so many milliseconds. */
const longestPauseMs = 20;

/**
 * Gathers what is to be written in one turn of the event loop, by all runs, and commits it at once. While another
 * process writes, it is gathered further, and the event loop goes on.
 */
export class Writer {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #busyTimeoutMs: number;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #waiting: Waiting[] = [];
  /** Since when another process is in the way, on the clock of `performance`. */
  #busySince: number | null = null;

  constructor(database: DatabaseSync, path: string, busyTimeoutMs: number) {
    this.#database = database;
    this.#path = path;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
  }

  /** Resolves when it is committed. @throws StoreError (rejects) if it was refused, or could not be written */
  write<Result>(write: Write<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ write, resolve: resolve as (result: unknown) => void, reject }); // it is what perform gives
      if (this.#waiting.length === 1) setImmediate(() => this.#tryToWrite());
    });
  }

  /** Commits what waits, and waits in place for other processes. */
  flush(): void {
    this.#commitWaiting(() => whileBusy(() => this.#begin.run()));
  }

  #tryToWrite(): void {
    this.#commitWaiting(() => this.#begin.run());
  }

  #commitWaiting(begin: () => void): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    let settle: (() => void)[];
    try {
      begin();
      this.#waiting = [];
      this.#busySince = null;
      settle = waiting.map(perform);
      this.#commit.run();
    } catch (thrown) {
      if (this.#waiting === waiting && this.#triesAgain(thrown)) return;
      this.#waiting = [];
      this.#busySince = null;
      this.#rollBack();
      for (const { write } of waiting) write.undo();
      for (const { write, reject } of waiting) reject(sqliteFailure(this.#path, write.act, thrown));
      return;
    }
    for (const tell of settle) tell();
  }

  /** What comes meanwhile is written with the rest, in order. */
  #triesAgain(thrown: unknown): boolean {
    const now = performance.now();
    this.#busySince ??= now;
    if (resultCodeOf(thrown) !== busyCode || now - this.#busySince > this.#busyTimeoutMs) return false;
    setTimeout(() => this.#tryToWrite(), Math.random() * longestPauseMs); // writers that wait do not move in step
    return true;
  }

  /** SQLite may have done so by itself. */
  #rollBack(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    } catch {
      // The next BEGIN fails then, and says why.
    }
  }
}

/** Performs it, and gives what tells its writer when all is committed. */
function perform({ write, resolve, reject }: Waiting): () => void {
  try {
    const result = write.perform();
    return () => resolve(result);
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) throw thrown;
    return () => reject(thrown);
  }
}
