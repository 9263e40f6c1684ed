import { collectStream, type StreamParts } from "../../packages/engine/src/attempts/collect-stream.ts";
import { turn } from "./turn.ts";

/** What came of a stream. */
export interface StreamOutcome {
  readonly kind: "fulfilled" | "rejected" | "refused";
  readonly value: unknown;
}

/** A stream of an attempt that a test aborts and closes by hand. */
export interface CollectedStream {
  /** The items that were told so far. */
  readonly told: readonly unknown[];
  readonly outcome: Promise<StreamOutcome>;
  /** How many outcomes there were. */
  ends(): number;
  abort(reason: unknown): void;
  /** The attempt is over without an abort. */
  close(): void;
}

export function collectedStream(
  stream: AsyncIterable<unknown>,
  parts: Partial<Pick<StreamParts, "collect" | "signal">> = {},
): CollectedStream {
  const controller = new AbortController();
  const told: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<StreamOutcome>();
  let isOpen = true;
  let ends = 0;
  const end = (kind: StreamOutcome["kind"]) => (value: unknown) => {
    ends++;
    resolve({ kind, value });
  };
  collectStream(
    stream,
    {
      what: 'The output of step "draft"',
      signal: controller.signal,
      isOpen: () => isOpen,
      emitItem: (item) => void told.push(item),
      collect: null,
      nextTurn: turn,
      ...parts,
    },
    { fulfilled: end("fulfilled"), rejected: end("rejected"), refused: end("refused") },
  );
  return {
    told,
    outcome: promise,
    ends: () => ends,
    abort: (reason) => controller.abort(reason),
    close: () => {
      isOpen = false;
    },
  };
}
