import type { Clock, Codec, EmittedEvent, Store, StoredRun } from "@stepspan/engine";
import { toJson } from "@stepspan/engine";
import { boundedQueue } from "./bounded-queue.ts";
import { type EncodedJournal, encodedJournal } from "./encoded-journal.ts";
import type { EventStream } from "./event-stream.ts";
import { type AskHoldUps, HoldUpWatch } from "./hold-up-watch.ts";
import type {
  EmittedMessage,
  EndMessage,
  ErrorAnswer,
  HeldUpMessage,
  MissedMessage,
  StreamEventName,
} from "./protocol.ts";
import { Refusal, refusalOf } from "./refusal.ts";
import type { RunWatch } from "./run-watch.ts";

/** Events of one message at most, and characters beyond which nothing is added to it. */
const mostEvents = 500;
const usualSize = 128 * 1024;
/** Emitted events that wait for a slow reader. */
const mostEmitted = 100;

/** What streams of runs are made from. */
export interface RunStreamParts {
  readonly store: Store;
  readonly watch: RunWatch;
  /** For events of the journal. */
  readonly codec: Codec;
  /** For what steps emit. */
  readonly emittedCodec: Codec;
  /** Null: nobody is asked. */
  readonly holdUps: AskHoldUps | null;
  readonly clock: Clock;
}

/** Tells a page of the events of a run behind the first `from`, until the run is over or the page is gone. */
export async function streamRun(
  stream: EventStream,
  { runId, from }: { readonly runId: string; readonly from: number },
  parts: RunStreamParts,
): Promise<void> {
  const emitted = boundedQueue<EmittedEvent>(mostEmitted);
  const unwatch = parts.watch.watchRun(runId, { look: stream.ring, emitted: emitted.add });
  const holdUps = watchedHoldUps(runId, stream, parts);
  const tell = (event: StreamEventName, message: Message) => stream.send(event, JSON.stringify(message));
  try {
    const journal = encodedJournal(parts.store.open(runId), parts.codec, from);
    let missedAt = -1;
    while (stream.isOpen) {
      await sendEvents(stream, journal);
      const { items, missed } = emitted.take();
      if (missed > 0) await tell("missed", { count: missed });
      for (const item of items) await tell("emitted", emittedMessage(item, parts.emittedCodec));
      const reasons = (await holdUps?.news()) ?? null;
      if (reasons !== null) await tell("held-up", { reasons });
      const run = await parts.store.runs.get(runId);
      if (run === null) return await tell("failure", { error: gone(runId) });
      if (run.finishedAt !== null && run.events <= journal.position) return await tell("end", { status: run.status });
      if (run.events <= journal.position) await stream.rest();
      else if (missedAt === journal.position) throw new Refusal(503, cutOff(run, missedAt));
      else missedAt = journal.position; // it came between the two questions, and is there at the next one
    }
  } catch (thrown) {
    await tell("failure", { error: refusalOf(thrown).message });
  } finally {
    unwatch();
    holdUps?.end();
  }
}

type Message = EmittedMessage | EndMessage | ErrorAnswer | HeldUpMessage | MissedMessage;

function watchedHoldUps(runId: string, { ring }: EventStream, { holdUps, clock }: RunStreamParts): HoldUpWatch | null {
  return holdUps === null ? null : new HoldUpWatch({ ask: () => holdUps(runId), clock, ring });
}

async function sendEvents(stream: EventStream, journal: EncodedJournal): Promise<void> {
  while (stream.isOpen) {
    const texts = await journal.next(mostEvents, usualSize);
    if (texts.length === 0) return;
    await stream.send("events" satisfies StreamEventName, `[${texts.join(",")}]`, journal.position);
  }
}

function emittedMessage({ path, event, data, time }: EmittedEvent, codec: Codec): EmittedMessage {
  return { path, event, data: encodedOrNull(data, codec), time };
}

function encodedOrNull(data: unknown, codec: Codec): unknown {
  try {
    return toJson(codec.encode(data, "What a step emitted"));
  } catch {
    return null; // too large: what is emitted is told, and kept nowhere
  }
}

function cutOff({ runId, events }: StoredRun, position: number): string {
  return `The store has ${events} events of run ${JSON.stringify(runId)}, and gives only ${position} of them. Mend the store, or restore it from a backup.`;
}

function gone(runId: string): string {
  return `The store does not keep run ${JSON.stringify(runId)} any more.`;
}
