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

/** The events of one run, for somebody who reads on where he stopped. */
export class RestateJournal {
  readonly #reading: Reading;
  readonly #place: RunPlace;
  /** Where a chunk ends, if there is one: what follows begins with the next one. */
  #border = 0;

  constructor(reading: Reading, place: RunPlace) {
    this.#reading = reading;
    this.#place = place;
  }

  /** Events from a position on, at most `limit`; fewer only at the end. @throws StoreError if they are damaged */
  async read(position: number, limit: number): Promise<readonly RunEvent[]> {
    const events: RunEvent[] = [];
    const first = position === this.#border ? null : await this.#chunkAround(position);
    if (first !== null) events.push(...first.events.slice(position - first.start));
    while (events.length < limit) {
      const count = Math.min(mostChunks, limit - events.length);
      const next = position + events.length;
      const chunks = await this.#chunksFrom(next, count);
      for (const { events: behind } of chunks) for (const event of behind) events.push(event);
      if (chunks.length > 0) this.#border = position + events.length;
      if (chunks.length < count) break;
    }
    return events.length > limit ? events.slice(0, limit) : events;
  }

  /** What follows a position at which a chunk ends, as it was stored: some of it, or nothing if there is nothing yet. */
  async next(position: number): Promise<{ readonly events: readonly RunEvent[]; readonly isAll: boolean }> {
    const chunks = await this.#chunksFrom(position, fewChunks);
    return { events: chunks.flatMap(({ events }) => events), isAll: chunks.length < fewChunks };
  }

  /** The chunk in which the position lies; null if it is where one begins, or behind the last one. */
  async #chunkAround(position: number): Promise<Chunk | null> {
    const isBefore = `key <= '${chunkKey(position)}' and key >= '${chunkKey(0)}' order by key desc`;
    const [chunk] = await this.#chunks(isBefore, 1);
    return chunk !== undefined && chunk.start < position && position < chunk.start + chunk.events.length ? chunk : null;
  }

  /** @param position where one ends */
  async #chunksFrom(position: number, count: number): Promise<readonly Chunk[]> {
    const isBehind = `key >= '${chunkKey(position)}' and key < '${behindChunks}' order by key`;
    const chunks = await this.#chunks(isBehind, count);
    let next = position;
    for (const { start, events } of chunks) {
      if (start !== next) throw this.#damaged(`event ${next + 1} is missing`);
      next += events.length;
    }
    return chunks;
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
