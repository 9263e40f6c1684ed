import type { ClassRegistry } from "../state/class-registry.ts";
import { share } from "../state/record.ts";
import { recordItem } from "../state/record-item.ts";
import { type Adopter, adopt } from "./adopt.ts";
import { openStream, type StreamIterator } from "./stream-iterator.ts";

/**
 * After so many items the event loop comes round: a stream that is never out of items would else keep timers, timeouts
 * and cancels from being heard. Less than what a listener's buffer holds, so that one that reads on misses nothing.
 */
export const itemsPerTurn = 256;

/** What the attempt that streams has to say. */
export interface StreamParts {
  /** The stream in words, for the messages of errors: `The output of step "draft"`. */
  readonly what: string;
  readonly signal: AbortSignal;
  /** Whether anybody still waits for the outcome. */
  readonly isOpen: () => boolean;
  /** Tells a recorded item outside. */
  readonly emitItem: (item: unknown) => void;
  /** Makes the output of the items; null: the list of them. */
  readonly collect: ((items: readonly unknown[]) => unknown) | null;
  readonly classes?: ClassRegistry | null;
  /** Resolves when the event loop has come round. */
  readonly nextTurn: () => Promise<void>;
}

/** Where the outcome of a stream goes; one of the three is called, once, and none if the attempt is over by then. */
export interface StreamEnd extends Adopter {
  /** An item cannot be kept: trying again would not help. */
  refused(error: unknown): void;
}

/**
 * Takes all items of a stream, one after the other: each is recorded and told outside, and their list is the outcome,
 * or what `collect` makes of it. An abort stops the stream and is the outcome, as if the stream had thrown the signal's
 * reason. Call it within the attempt's context, in which the stream runs then.
 */
export function collectStream(stream: AsyncIterable<unknown>, parts: StreamParts, end: StreamEnd): void {
  let iterator: StreamIterator;
  try {
    iterator = openStream(stream, parts.what, parts.signal);
  } catch (thrown) {
    end.rejected(thrown);
    return;
  }
  void takeItems(iterator, parts, end);
}

async function takeItems(iterator: StreamIterator, parts: StreamParts, end: StreamEnd): Promise<void> {
  const items: unknown[] = [];
  for (;;) {
    const next = await iterator.next();
    switch (next.kind) {
      case "end":
        return collected(items, parts, end);
      case "threw":
        return end.rejected(next.thrown);
      case "aborted":
        iterator.stop();
        return end.rejected(parts.signal.reason);
      case "item":
        if (!parts.isOpen()) return iterator.stop();
        try {
          items.push(recordItem(next.item, items.length, parts.what, parts.classes));
        } catch (error) {
          iterator.stop();
          return end.refused(error);
        }
        parts.emitItem(items.at(-1));
        if (items.length % itemsPerTurn === 0) await parts.nextTurn();
        break;
      default:
        next satisfies never;
    }
  }
}

/** Whoever gets the list may write to what cannot be frozen: listeners may not have seen the items yet. */
function collected(recorded: readonly unknown[], { collect }: StreamParts, end: StreamEnd): void {
  const items = recorded.map(share);
  if (collect === null) return end.fulfilled(items);
  let output: unknown;
  try {
    output = collect(items);
  } catch (thrown) {
    end.rejected(thrown);
    return;
  }
  adopt(output, end);
}
