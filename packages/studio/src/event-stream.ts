import type { Clock } from "@stepspan/engine";
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { type Bell, createBell } from "./bell.ts";
import type { Places } from "./places.ts";

/** What event streams rest on. */
export interface StreamParts {
  readonly places: Places;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

/** One open stream of server-sent events. */
export interface EventStream {
  /** False once the reader is gone, or the server is closed. */
  readonly isOpen: boolean;
  /** Resolves when the reader has room again, or is gone: who waits for it keeps one message at most. @param json one line */
  send(event: string, json: string, id?: number): Promise<void>;
  /** Ends a `rest`. */
  readonly ring: () => void;
  /** Resolves when somebody rings, or the stream is not open any more. Sends the signs of life meanwhile. */
  rest(): Promise<void>;
}

/** How long a browser waits before it connects again, in milliseconds. */
const retryMs = 1_000;

/**
 * Answers with a stream of events, which ends when `follow` does.
 *
 * @throws Refusal if too many are open
 */
export function eventStream(
  context: Context,
  { places, clock, heartbeatMs }: StreamParts,
  follow: (stream: EventStream) => Promise<void>,
): Response {
  const leave = places.take();
  return streamSSE(context, async (sse) => {
    const bell = createBell();
    let isGone = false;
    const end = () => {
      isGone = true;
      bell.ring();
    };
    sse.onAbort(end); // also when the server closes, since that ends all connections
    const stream = new OpenStream(sse, bell, () => !isGone);
    const stopBeating = beat(clock, heartbeatMs, stream);
    try {
      await sse.write(`retry: ${retryMs}\n\n`);
      if (stream.isOpen) await follow(stream);
    } finally {
      stopBeating();
      leave();
    }
  });
}

class OpenStream implements EventStream {
  readonly #sse: SSEStreamingApi;
  readonly #bell: Bell;
  readonly #isOpen: () => boolean;
  readonly ring: () => void;
  isBeatDue = false;

  constructor(sse: SSEStreamingApi, bell: Bell, isOpen: () => boolean) {
    this.#sse = sse;
    this.#bell = bell;
    this.#isOpen = isOpen;
    this.ring = bell.ring;
  }

  get isOpen(): boolean {
    return this.#isOpen();
  }

  async send(event: string, json: string, id?: number): Promise<void> {
    this.isBeatDue = false;
    const place = id === undefined ? "" : `id: ${id}\n`;
    await this.#sse.write(`event: ${event}\n${place}data: ${json}\n\n`);
  }

  async rest(): Promise<void> {
    await this.#bell.rung();
    if (!this.isBeatDue || !this.isOpen) return;
    this.isBeatDue = false;
    await this.#sse.write(": still here\n\n");
  }
}

/** @returns a function that ends it */
function beat(clock: Clock, heartbeatMs: number, stream: OpenStream): () => void {
  const next = () =>
    clock.setTimer(
      clock.now() + heartbeatMs,
      () => {
        stream.isBeatDue = true;
        stream.ring();
        cancel = next();
      },
      true,
    );
  let cancel = next();
  return () => cancel();
}
