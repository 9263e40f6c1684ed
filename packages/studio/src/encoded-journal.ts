import { setImmediate } from "node:timers/promises";
import { type Codec, encodeEvents, type Journal } from "@stepspan/engine";

/** So many events at once at most, and so few to begin with: nobody knows how large they are. */
const most = 500;
const first = 16;

/** The events of a run as JSON texts, piece by piece. */
export interface EncodedJournal {
  /** How many events were given, those before the beginning included. */
  readonly position: number;
  /**
   * The next ones: at most `limit`, and no more than it takes to reach `size` characters; none if there are none yet.
   *
   * @throws StoreError if the journal cannot be read
   */
  next(limit: number, size: number): Promise<readonly string[]>;
}

/** @param position how many events are left out */
export function encodedJournal(journal: Pick<Journal, "read">, codec: Codec, position: number): EncodedJournal {
  return new Pieces(journal, codec, position);
}

class Pieces implements EncodedJournal {
  readonly #journal: Pick<Journal, "read">;
  readonly #codec: Codec;
  position: number;
  #count = first;

  constructor(journal: Pick<Journal, "read">, codec: Codec, position: number) {
    this.#journal = journal;
    this.#codec = codec;
    this.position = position;
  }

  async next(limit: number, size: number): Promise<readonly string[]> {
    const asked = Math.min(limit, this.#count);
    const events = await this.#journal.read(this.position, asked);
    const texts: string[] = [];
    let length = 0;
    for (const event of events) {
      if (length >= size) break;
      const text = JSON.stringify(encodeEvents([event], this.#codec)[0]);
      texts.push(text);
      length += text.length;
    }
    this.position += texts.length;
    this.#adapt(texts.length, length, size);
    if (texts.length > 0) await setImmediate(); // others have their turn between the pieces of a long journal
    return texts;
  }

  /** As many as fit, by the size of the last ones; at most twice as many as before. */
  #adapt(count: number, length: number, size: number): void {
    if (count === 0) return;
    const fitting = Math.floor((count * size) / length);
    this.#count = Math.max(1, Math.min(most, this.#count * 2, fitting));
  }
}
