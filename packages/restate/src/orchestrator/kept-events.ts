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
  /** All chunks as text, while they are short. */
  #short: string[] | null = [];
  #length = 0;

  constructor(context: WorkflowContext, codec: Codec, plan: Plan) {
    this.#context = context;
    this.#codec = codec;
    this.#plan = plan;
  }

  /** Does not wait: Restate takes no later step of the run before it has this one. */
  append(position: number, events: readonly RunEvent[]): void {
    const text = JSON.stringify(encodeEvents(events, this.#codec));
    this.#context.set(chunkKey(position), text, asText);
    this.#keepShort(text);
    const status = statusAfter(events);
    const count = position + events.length;
    const { time } = events.at(-1)!; // never empty
    if (status === null) return;
    const { name: workflow, version } = this.#plan;
    const began = this.#meta ?? {
      runId: this.#context.key,
      workflow,
      version,
      startedAt: events[0]!.time,
      problem: null,
    };
    const finishedAt = events.at(-1)!.type === "run-finished" ? time : null;
    this.#meta = { ...began, status, finishedAt, events: count };
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
