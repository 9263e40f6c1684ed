import { type Codec, type Journal, type Lease, leaseLost, type RunEvent, StoreError } from "@stepspan/engine";
import { chained, chainStart } from "./checksum.ts";
import { encodeStored, type StoredEvent } from "./event-codec.ts";
import type { InsertEvents } from "./event-rows.ts";
import { begunRun, damagedRun, extended, isWhole, type RunRow } from "./run-row.ts";
import type { RunRows } from "./run-rows.ts";
import { constraintCode, resultCodeOf } from "./sqlite-failure.ts";
import { storedName } from "./stored-name.ts";
import type { Writer } from "./writer.ts";

/** What a journal is kept with. */
export interface JournalParts {
  readonly rows: RunRows;
  readonly insertEvents: InsertEvents;
  readonly writer: Writer;
  readonly codec: Codec;
  /** See `createJournalReader`. */
  readonly read: (runId: string, position: number, limit: number) => readonly RunEvent[];
}

/** What one append adds. */
interface Addition {
  readonly position: number;
  readonly events: readonly RunEvent[];
  readonly stored: readonly StoredEvent[];
  readonly dueAt: number | null;
}

/** The events of one run, in rows of a table. */
export class SqliteJournal implements Journal {
  readonly #runId: string;
  readonly #lease: Lease | null;
  readonly #parts: JournalParts;
  /** As this journal left it; null if it has to be read. Who replaces it is told whether somebody else has changed it. */
  #row: RunRow | null = null;

  constructor(runId: string, lease: Lease | null, parts: JournalParts) {
    this.#runId = runId;
    this.#lease = lease;
    this.#parts = parts;
  }

  async append(position: number, events: readonly RunEvent[], dueAt: number | null = null): Promise<void> {
    this.#refuseOutOfPlace(position, events);
    const stored = encodeStored(events, this.#parts.codec);
    await this.#parts.writer.write({
      act: `write to the journal of run ${JSON.stringify(this.#runId)}`,
      perform: () => this.#add({ position, events, stored, dueAt }),
      undo: () => {
        this.#row = null;
      },
    });
  }

  read(position: number, limit: number): readonly RunEvent[] {
    return this.#parts.read(this.#runId, position, limit);
  }

  #add(addition: Addition): void {
    if (this.#row !== null && this.#extend(this.#row, addition)) return;
    const row = this.#parts.rows.find(this.#runId);
    if (row === null) return this.#begin(addition);
    if (!isWhole(row)) throw damagedRun(row);
    this.#refuseStranger(row, addition.position);
    if (addition.events.length > 0 && !this.#extend(row, addition)) throw this.#refusal(row.length, addition.position);
  }

  #begin({ position, events, stored, dueAt }: Addition): void {
    if (position !== 0) throw this.#refusal(0, position);
    const [first] = events;
    if (first === undefined) return;
    if (first.type !== "run-started") throw this.#beginsWrongly(first.type);
    const checksums = checksumsOf(stored, chainStart(this.#runId));
    const begun = begunRun(this.#runId, first, this.#lease);
    const row = this.#parts.rows.add(extended(begun, events, checksums.at(-1)!, dueAt)); // there is a first event
    this.#parts.insertEvents({ number: row.number, length: 0 }, stored, checksums);
    this.#row = row;
  }

  /** @returns false, and has changed nothing, if the row does not allow it, or is not in the file any more */
  #extend(row: RunRow, { position, events, stored, dueAt }: Addition): boolean {
    if (row.length !== position || !isHeld(row, this.#lease) || events.length === 0) return false;
    const checksums = checksumsOf(stored, row.head);
    const after = extended(row, events, checksums.at(-1)!, dueAt); // there are events
    if (!this.#parts.rows.replace(row, after)) return false;
    try {
      this.#parts.insertEvents(row, stored, checksums);
    } catch (thrown) {
      if (resultCodeOf(thrown) !== constraintCode) throw thrown;
      this.#parts.rows.replace(after, row); // it has more events than its row says
      throw damagedRun(row);
    }
    this.#row = after;
    return true;
  }

  /** Who is at a beginning has taken an id that is in use; who is further on may have lost the run. */
  #refuseStranger(row: RunRow, position: number): void {
    if (position !== 0 && this.#lease !== null && !isHeld(row, this.#lease)) {
      throw leaseLost(this.#runId, this.#lease.epoch);
    }
    if (row.length !== position) throw this.#refusal(row.length, position);
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

/** Whether the run is under this lease. A writer without one is not asked. */
function isHeld(row: RunRow, lease: Lease | null): boolean {
  return lease === null || (row.epoch === lease.epoch && row.owner === storedName(lease.owner));
}

function checksumsOf(events: readonly StoredEvent[], before: string): readonly string[] {
  let checksum = before;
  return events.map(({ json, blobs }) => {
    checksum = chained(checksum, json, blobs);
    return checksum;
  });
}
