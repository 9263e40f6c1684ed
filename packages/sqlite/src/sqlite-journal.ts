import { type Codec, type Journal, type RunEvent, StoreError } from "@stepspan/engine";
import { decodeStored, encodeStored, type StoredEvent } from "./event-codec.ts";
import type { EventRows, Head } from "./event-rows.ts";
import { constraintCode, resultCodeOf, sqliteFailure } from "./sqlite-failure.ts";
import type { Writer } from "./writer.ts";

/** What a journal is kept with. */
export interface JournalParts {
  readonly path: string;
  readonly rows: EventRows;
  readonly writer: Writer;
  readonly codec: Codec;
}

/** The events of one run, in rows of a table. */
export class SqliteJournal implements Journal {
  readonly #runId: string;
  readonly #parts: JournalParts;
  /** As this journal left it; null if it has to be read. Another writer may have gone on: inserting shows it. */
  #head: Head | null = null;

  constructor(runId: string, parts: JournalParts) {
    this.#runId = runId;
    this.#parts = parts;
  }

  async append(position: number, events: readonly RunEvent[]): Promise<void> {
    this.#refuseOutOfPlace(position, events);
    const stored = encodeStored(events, this.#parts.codec);
    await this.#parts.writer.write({
      act: `write to the journal of run ${JSON.stringify(this.#runId)}`,
      perform: () => this.#insert(position, events, stored),
      undo: () => {
        this.#head = null;
      },
    });
  }

  read(position: number, limit: number): readonly RunEvent[] {
    return this.#decode(this.#readRows(position, limit), position);
  }

  #readRows(position: number, limit: number): readonly StoredEvent[] {
    const { path, rows } = this.#parts;
    try {
      return rows.read(this.#runId, position, limit);
    } catch (thrown) {
      throw sqliteFailure(path, `read the journal of run ${JSON.stringify(this.#runId)}`, thrown);
    }
  }

  #decode(stored: readonly StoredEvent[], position: number): readonly RunEvent[] {
    try {
      return decodeStored(stored, this.#parts.codec, position);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new StoreError(`The journal of run ${JSON.stringify(this.#runId)} cannot be read: ${reason}`, {
        cause: thrown,
      });
    }
  }

  #insert(position: number, events: readonly RunEvent[], stored: readonly StoredEvent[]): void {
    let head = this.#headAt(position);
    const [first] = events;
    if (first === undefined) return;
    const { rows } = this.#parts;
    if (first.type === "run-started") head ??= rows.begin(first, this.#runId);
    if (head === null) throw this.#beginsWrongly(first.type);
    for (const event of stored) head = this.#insertOne(head, event, position);
    const last = events.at(-1);
    if (last?.type === "run-finished") rows.finish(head, last);
    this.#head = head;
  }

  /** Null for a run that has not begun. */
  #headAt(position: number): Head | null {
    if (this.#head?.length !== position) this.#head = this.#parts.rows.headOf(this.#runId);
    const length = this.#head?.length ?? 0;
    if (length !== position) throw this.#refusal(length, position);
    return this.#head;
  }

  /** Only the first row of several can be there already: rows have no gaps between them. */
  #insertOne(head: Head, event: StoredEvent, position: number): Head {
    try {
      return this.#parts.rows.insert(head, event);
    } catch (thrown) {
      if (resultCodeOf(thrown) !== constraintCode || head.length > position) throw thrown;
      this.#head = null;
      throw this.#refusal(this.#parts.rows.headOf(this.#runId)?.length ?? 0, position);
    }
  }

  #refusal(length: number, position: number): StoreError {
    return new StoreError(
      `The journal of run ${JSON.stringify(this.#runId)} holds ${length} events, not ${position}: another writer was here. Start the run under a runId of its own.`,
    );
  }

  #beginsWrongly(type: string): StoreError {
    return new StoreError(
      `The journal of run ${JSON.stringify(this.#runId)} would begin with "${type}". Begin it with "run-started".`,
    );
  }

  #refuseOutOfPlace(position: number, events: readonly RunEvent[]): void {
    const wrong = events.find(({ sequence }, index) => sequence !== position + index + 1);
    if (wrong === undefined) return;
    throw new StoreError(
      `Event ${wrong.sequence} of run ${JSON.stringify(this.#runId)} is not in its place: those that are appended at ${position} have the sequence numbers from ${position + 1} on. Give them in order.`,
    );
  }
}
