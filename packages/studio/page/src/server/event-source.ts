import { createMessageReader, type EventMessage } from "./event-messages.ts";
import { ownHeaders, RequestError, refusalOf } from "./requests.ts";

/** A stream of messages that connects again by itself. */
export interface MessageStream {
  /** Where to connect, asked for each time: a stream goes on where it was. */
  readonly url: () => string;
  /** @returns false if nothing further is wanted. */
  readonly onMessage: (message: EventMessage) => boolean;
  /** A try failed; another follows unless the server refused for good. */
  readonly onProblem: (problem: RequestError, isFinal: boolean) => void;
}

const retryDelaysMs = [250, 500, 1_000, 2_000, 4_000];

/**
 * Reads a stream of server-sent events by `fetch`, since `EventSource` can send no token.
 *
 * @returns what ends it
 */
export function openStream(stream: MessageStream): () => void {
  const closing = new AbortController();
  void keepReading(stream, closing.signal);
  return () => closing.abort();
}

async function keepReading(stream: MessageStream, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const isOver = await readOnce(stream, signal, () => {
        failures = 0;
      });
      if (isOver) return;
      failures++;
    } catch (error) {
      if (signal.aborted) return;
      failures++;
      const problem =
        error instanceof RequestError ? error : new RequestError(0, "The connection to the server is gone.");
      const isFinal = problem.status >= 400 && problem.status < 500;
      stream.onProblem(problem, isFinal);
      if (isFinal) return;
    }
    await pause(retryDelaysMs[Math.min(failures, retryDelaysMs.length) - 1] ?? 0, signal);
  }
}

/** @returns whether the reader wants nothing further. */
async function readOnce(stream: MessageStream, signal: AbortSignal, onLife: () => void): Promise<boolean> {
  const headers = { ...ownHeaders(), accept: "text/event-stream" };
  const answer = await fetch(stream.url(), { headers, signal, cache: "no-store" });
  if (!answer.ok || answer.body === null) throw await refusalOf(answer);
  const read = createMessageReader();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return false;
    onLife();
    for (const message of read(value)) {
      if (stream.onMessage(message)) continue;
      await reader.cancel();
      return true;
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
