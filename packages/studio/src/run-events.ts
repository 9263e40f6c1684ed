import type { Codec, Store } from "@stepspan/engine";
import { encodedJournal } from "./encoded-journal.ts";
import { type EventsAnswer, maximumEventsPerPage } from "./protocol.ts";
import { wholeNumber } from "./query-number.ts";

/** Characters of one piece, and of an answer beyond which nothing is added to it. */
const pieceSize = 256 * 1024;
const answerSize = 8 * 1024 * 1024;

/** Which events are asked for, as it came in the query. */
export interface AskedEvents {
  readonly runId: string;
  readonly from: string | undefined;
  readonly limit: string | undefined;
}

/** A page of the journal: an `EventsAnswer` as JSON. @throws Refusal for a query that makes no sense, StoreError */
export async function readEvents(
  { runId, from: givenFrom, limit: givenLimit }: AskedEvents,
  { store, codec }: { readonly store: Store; readonly codec: Codec },
): Promise<string> {
  const from = wholeNumber("from", givenFrom, { least: 0, usual: 0 });
  const asked = wholeNumber("limit", givenLimit, { least: 1, usual: maximumEventsPerPage });
  const limit = Math.min(asked, maximumEventsPerPage);
  const journal = encodedJournal(store.open(runId), codec, from);
  const texts: string[] = [];
  let size = 0;
  let isAtEnd = false;
  while (texts.length < limit && size < answerSize && !isAtEnd) {
    const piece = await journal.next(limit - texts.length, pieceSize);
    for (const text of piece) {
      texts.push(text);
      size += text.length;
    }
    isAtEnd = piece.length === 0;
  }
  const events = (await store.runs.get(runId))?.events ?? 0;
  const next: EventsAnswer["next"] = journal.position < events ? journal.position : null;
  return `{"events":[${texts.join(",")}],"next":${next}}`;
}
