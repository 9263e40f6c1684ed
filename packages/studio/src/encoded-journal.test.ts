import { createCodec, type Journal, type RunEvent } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { encodedJournal } from "./encoded-journal.ts";

/** A journal of events with messages of these lengths, and how many events were asked of it each time. */
function journalOf(lengths: readonly number[]) {
  const events = lengths.map(
    (length, at): RunEvent => ({
      ...{ type: "log-written", sequence: at + 1, time: 0, path: "a", level: "info", fields: {} },
      message: "x".repeat(length),
    }),
  );
  const asked: number[] = [];
  const journal: Pick<Journal, "read"> = {
    read(position, limit) {
      asked.push(limit);
      return events.slice(position, position + limit);
    },
  };
  return { asked, journal };
}

async function sequencesOf(lengths: readonly number[], size: number) {
  const { asked, journal } = journalOf(lengths);
  const encoded = encodedJournal(journal, createCodec(), 0);
  const pieces: number[][] = [];
  for (let texts = await encoded.next(500, size); texts.length > 0; texts = await encoded.next(500, size)) {
    pieces.push(texts.map((text) => (JSON.parse(text) as RunEvent).sequence));
  }
  return { asked, pieces };
}

describe("an encoded journal", () => {
  it("gives every event once, in order, whatever their sizes", async () => {
    const lengths = Array.from({ length: 1_000 }, (_, at) => (at % 97 === 0 ? 5_000 : at % 7));
    const { pieces } = await sequencesOf(lengths, 2_000);
    expect(pieces.flat()).toEqual(lengths.map((_, at) => at + 1));
  });

  it("ends a piece with the event that makes it large enough, and has at least one in each", async () => {
    const { pieces } = await sequencesOf([5_000, 5_000, 10, 10, 10], 1_000);
    expect(pieces).toEqual([[1], [2], [3], [4, 5]]);
  });

  it("reads few events at once where they are large, and more and more where they are small", async () => {
    const small = await sequencesOf(
      Array.from({ length: 2_000 }, () => 1),
      1_000_000,
    );
    expect(small.asked).toEqual([16, 32, 64, 128, 256, 500, 500, 500, 500, 500]);
    const large = await sequencesOf(
      Array.from({ length: 5 }, () => 10_000),
      1_000,
    );
    expect(large.asked).toEqual([16, 1, 1, 1, 1, 1]);
  });
});
