import { type Codec, decodeEvents, type RunEvent, StoreError } from "@stepspan/engine";
import { chunkKey } from "../orchestrator/kept-events.ts";
import type { Admin } from "./admin.ts";
import { isStateOf, type RunPlace } from "./run-places.ts";

/** What runs are read with. */
export interface Reading {
  readonly admin: Admin;
  readonly codec: Codec;
}

interface ChunkRow {
  readonly key: string;
  readonly text: string | null;
}

/** Events that were stored together: a chunk is never written again. */
interface Chunk {
  readonly start: number;
  readonly events: readonly RunEvent[];
}

/** Chunks of one question: to answer it Restate looks through all that the run keeps, so few questions are better. */
const mostChunks = 20_000;
const fewChunks = 2_000;

/** Behind the keys of all chunks. */
export const behindChunks = "e:";

/** Events from a position on, as far as one question gave them. */
interface Piece {
  readonly position: number;
  readonly events: readonly RunEvent[];
  /** Whether these were all by then. */
  readonly isAll: boolean;
}

const nothing: Piece = { position: 0, events: [], isAll: false };

/** The events of one run, for somebody who reads on where he stopped: what he was not given yet is kept for him. */
export class RestateJournal {
  readonly #reading: Reading;
  readonly #place: RunPlace;
  #last: Piece = nothing;

  constructor(reading: Reading, place: RunPlace) {
    this.#reading = reading;
    this.#place = place;
  }

  /** Events from a position on, at most `limit`; fewer only at the end. @throws StoreError if they are damaged */
  async read(position: number, limit: number): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    const isWhole = limit === Infinity;
    while (events.length < limit) {
      const next = position + events.length;
      const known = this.#behind(next);
      const piece = known ?? (await this.#ask(next, isWhole ? mostChunks : fewChunks));
      this.#last = isWhole ? nothing : piece;
      const given = piece.events.slice(next - piece.position, next - piece.position + limit - events.length);
      for (const event of given) events.push(event);
      if (known === null && piece.isAll) break;
    }
    return events;
  }

  /** What follows a position at which a chunk ends, as it was stored: some of it, or nothing if there is nothing yet. */
  next(position: number): Promise<{ readonly events: readonly RunEvent[]; readonly isAll: boolean }> {
    return this.#chunksFrom(position, fewChunks);
  }

  /** What was read before and holds the position. */
  #behind(next: number): Piece | null {
    const { position, events } = this.#last;
    return position <= next && next < position + events.length ? this.#last : null;
  }

  /** A position at which nothing was read before may lie within a chunk. */
  async #ask(position: number, count: number): Promise<Piece> {
    const isBorder = position === this.#last.position + this.#last.events.length;
    const around = isBorder ? null : await this.#chunkAround(position);
    return around ?? (await this.#chunksFrom(position, count));
  }

  /** The chunk in which the position lies; null if it is where one begins, or behind the last one. */
  async #chunkAround(position: number): Promise<Piece | null> {
    const isBefore = `key <= '${chunkKey(position)}' and key >= '${chunkKey(0)}' order by key desc`;
    const [chunk] = await this.#chunks(isBefore, 1);
    if (chunk === undefined || chunk.start === position || position >= chunk.start + chunk.events.length) return null;
    return { position: chunk.start, events: chunk.events, isAll: false };
  }

  /** @param position where one ends */
  async #chunksFrom(position: number, count: number): Promise<Piece> {
    const isBehind = `key >= '${chunkKey(position)}' and key < '${behindChunks}' order by key`;
    const chunks = await this.#chunks(isBehind, count);
    const events: RunEvent[] = [];
    for (const chunk of chunks) {
      const next = position + events.length;
      if (chunk.start !== next) throw this.#damaged(`event ${next + 1} is missing`);
      for (const event of chunk.events) events.push(event);
    }
    return { position, events, isAll: chunks.length < count };
  }

  async #chunks(condition: string, limit: number): Promise<readonly Chunk[]> {
    const sql = `select key, value_utf8 as text from state where ${isStateOf(this.#place)} and ${condition} limit ${limit}`;
    const rows = await this.#reading.admin.query<ChunkRow>(sql);
    return rows.map((row) => {
      const start = Number(row.key.slice(1));
      return { start, events: decodeEvents(this.#json(row), this.#reading.codec, start) };
    });
  }

  #json({ key, text }: ChunkRow): unknown {
    try {
      return JSON.parse(text ?? "");
    } catch {
      throw this.#damaged(`what is kept as ${JSON.stringify(key)} is no JSON`);
    }
  }

  #damaged(problem: string): StoreError {
    return new StoreError(
      `The events of run ${JSON.stringify(this.#place.runId)} in Restate cannot be read: ${problem}. They were written by something else than Stepspan, or by a later release: use that one.`,
    );
  }
}
