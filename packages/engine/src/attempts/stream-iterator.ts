import { describeThrown } from "../errors/thrown.ts";
import { adopt } from "./adopt.ts";

/** What came of asking an iterator for its next item. */
export type NextItem =
  | { readonly kind: "item"; readonly item: unknown }
  | { readonly kind: "end" }
  /** The iterator threw, rejected, or is none. */
  | { readonly kind: "threw"; readonly thrown: unknown }
  /** The attempt was aborted meanwhile; what the iterator still gives is ignored. */
  | { readonly kind: "aborted" };

/** The iterator of a stream as `for await` would use it, but never waited for beyond an abort. */
export interface StreamIterator {
  next(): Promise<NextItem>;
  /** Tells the iterator that no more is wanted, and does not wait for it. */
  stop(): void;
}

/** A value that gives its items one after the other: a generator, a web stream, a stream of Node. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  try {
    return (
      ((typeof value === "object" && value !== null) || typeof value === "function") &&
      typeof (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === "function" // read only to see its type
    );
  } catch {
    return false; // recording it says what is wrong with it
  }
}

/**
 * Opens a stream.
 *
 * @param what the stream in words, for the messages of errors
 * @throws whatever opening it throws
 */
export function openStream(stream: AsyncIterable<unknown>, what: string, signal: AbortSignal): StreamIterator {
  const iterator = objectOf(stream[Symbol.asyncIterator](), `${what} is a stream that opened as`);
  const { next } = iterator; // read once, as `for await` does
  return {
    next: () =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve({ kind: "aborted" });
        const onAbort = () => resolve({ kind: "aborted" });
        const settle = (outcome: NextItem) => {
          signal.removeEventListener("abort", onAbort); // a stream of many items must not pile up listeners
          resolve(outcome);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        const rejected = (thrown: unknown) => settle({ kind: "threw", thrown });
        try {
          const asked: unknown = Reflect.apply(next as Function, iterator, []); // throws a TypeError if it is none
          adopt(asked, { fulfilled: (result) => settle(itemOf(result, what)), rejected });
        } catch (thrown) {
          rejected(thrown);
        }
      }),
    stop() {
      const ignore = () => undefined;
      try {
        adopt(iterator.return?.(), { fulfilled: ignore, rejected: ignore });
      } catch {
        // What cleaning up throws changes nothing: the attempt has its outcome.
      }
    },
  };
}

function itemOf(result: unknown, what: string): NextItem {
  try {
    const given: { readonly done?: unknown; readonly value?: unknown } = objectOf(
      result,
      `${what} is a stream whose next() gave`,
    );
    return given.done ? { kind: "end" } : { kind: "item", item: given.value };
  } catch (thrown) {
    return { kind: "threw", thrown };
  }
}

function objectOf<Given>(value: Given, problem: string): Given & object {
  if ((typeof value === "object" && value !== null) || typeof value === "function") return value;
  throw new TypeError(`${problem} ${describeThrown(value)}. Let it give objects, as an async iterator does.`);
}
