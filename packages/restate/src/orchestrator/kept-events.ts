import type { Serde, WorkflowContext } from "@restatedev/restate-sdk";
import type { Plan } from "@stepspan/engine";
import { type Codec, encodeEvents, type RunEvent, type RunStatus, statusAfter } from "@stepspan/engine";

/** What is known of a run without reading its events. Times are milliseconds since the epoch. */
export interface RunMeta {
  readonly runId: string;
  readonly workflow: string;
  readonly version: string | null;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** How many there were when the status changed last. */
  readonly events: number;
  /** Why a run cannot go on that has no end; null for all others. */
  readonly problem: string | null;
}

export const metaKey = "meta";

/** The key of the events that come behind so many others: in the order of the texts. */
export function chunkKey(position: number): string {
  return `e${String(position).padStart(10, "0")}`;
}

/** Events of a run together, in characters, up to which they go with its end. */
const longestOfFew = 32_768;

/** Characters, of which each may take three bytes: Restate takes 32 MiB at once. */
const longestChunk = 8 * 2 ** 20;

const asText: Serde<string> = {
  contentType: "application/json",
  serialize: (text) => new TextEncoder().encode(text),
  deserialize: (bytes) => new TextDecoder().decode(bytes),
};

/** Where the events of a run are kept: in Restate's state of its key, what is stored together under one name. */
export class KeptEvents {
  readonly #context: WorkflowContext;
  readonly #codec: Codec;
  readonly #plan: Plan;
  #meta: RunMeta | null = null;
  #unwritten: RunEvent[] = [];
  /** How many events come before them. */
  #position = 0;
  /** All chunks as text, while they are short. */
  #short: string[] | null = [];
  #length = 0;

  constructor(context: WorkflowContext, codec: Codec, plan: Plan) {
    this.#context = context;
    this.#codec = codec;
    this.#plan = plan;
  }

  append(position: number, events: readonly RunEvent[]): void {
    if (this.#unwritten.length === 0) this.#position = position;
    for (const event of events) this.#unwritten.push(event);
  }

  /**
   * Writes what came of the last thing that the run heard, as one: each write costs as much as a call. Does not wait:
   * Restate takes no later step of the run before it has this one, and a replay comes to the same events.
   *
   * @returns why the run cannot go on: an event of it cannot be kept; null if all is well
   */
  flush(): Error | null {
    const events = this.#unwritten;
    if (events.length === 0) return null;
    this.#unwritten = [];
    try {
      for (const [position, text] of chunksOf(encodeEvents(events, this.#codec), this.#position)) {
        this.#context.set(chunkKey(position), text, asText);
        this.#keepShort(text);
      }
    } catch (thrown) {
      return thrown as Error; // a SerializationError
    }
    const status = statusAfter(events);
    if (status !== null) this.#writeMeta(status, events);
    return null;
  }

  #writeMeta(status: RunStatus, events: readonly RunEvent[]): void {
    const { name: workflow, version } = this.#plan;
    const { type, time } = events.at(-1)!; // never empty
    const startedAt = events[0]!.time;
    const began = this.#meta ?? { runId: this.#context.key, workflow, version, startedAt, problem: null };
    const finishedAt = type === "run-finished" ? time : null;
    this.#meta = { ...began, status, finishedAt, events: this.#position + events.length };
    this.#context.set(metaKey, this.#meta);
  }

  /** All events as JSON, in chunks, of a run that has few: whoever waits for its end need not ask for them. Else null. */
  get allOfFew(): string | null {
    return this.#short === null ? null : `[${this.#short.join()}]`;
  }

  #keepShort(text: string): void {
    this.#length += text.length;
    if (this.#length > longestOfFew) this.#short = null;
    this.#short?.push(text);
  }

  /** The run cannot go on: a bug of ours, or a value that cannot be kept. */
  break(time: number, problem: string): void {
    const { name: workflow, version } = this.#plan;
    const began = this.#meta ?? { runId: this.#context.key, workflow, version, startedAt: time, events: 0 };
    this.#context.set(metaKey, { ...began, status: "failed", finishedAt: time, problem });
  }
}

/** What comes of one message may be more than one write takes. @returns lists of events as JSON, with their positions */
function chunksOf(events: readonly unknown[], position: number): readonly (readonly [at: number, text: string])[] {
  const chunks: [number, string[]][] = [];
  let length = Infinity;
  for (const [index, event] of events.entries()) {
    const text = JSON.stringify(event);
    if (length + text.length > longestChunk) {
      chunks.push([position + index, []]);
      length = 0;
    }
    chunks.at(-1)![1].push(text); // the first one began a chunk
    length += text.length;
  }
  return chunks.map(([at, texts]) => [at, `[${texts.join(",")}]`]);
}
