import type { Codec, RunEvent } from "@stepspan/engine";
import { createReadingCodec, type FollowedRun, fromJson } from "@stepspan/engine/reading";
import type { EmittedMessage, ErrorAnswer, HeldUpMessage } from "../../../src/protocol.ts";
import { createLiveRun } from "../model/live-run.ts";
import { createObserved, type Observed } from "../model/observed.ts";
import { inSlices } from "../model/slices.ts";
import type { EventMessage } from "./event-messages.ts";
import { openStream } from "./event-source.ts";
import { runUrl } from "./requests.ts";

/** What the page knows of the run that is open. */
export interface FeedView {
  /** Raised whenever anything changed. */
  readonly version: number;
  /** The same list each time; it grows. */
  readonly events: readonly RunEvent[];
  readonly followed: FollowedRun | null;
  /** Events that have come and are not taken yet. */
  readonly behind: number;
  /** `live`: connected; `over`: nothing follows; `apart`: the connection is gone, and tried again. */
  readonly connection: "live" | "over" | "apart";
  /** Why it cannot be shown, or not any further; null if it can. */
  readonly problem: string | null;
  /** What steps emitted since the page looks: kept nowhere else, the last ones only. */
  readonly emitted: readonly EmittedMessage[];
  /** Why it does not go on, where its events cannot say it. */
  readonly heldUp: readonly string[];
}

export interface RunFeed extends Observed<FeedView> {
  close(): void;
}

/** Views are drawn at most this often while events pour in, in milliseconds. */
const shortestBetweenViews = 80;
const keptEmissions = 500;

/** Follows one run by its stream: from its first event, and on while it goes on. */
export function openRunFeed(runId: string): RunFeed {
  const codec = createReadingCodec();
  const live = createLiveRun(codec);
  const ending = new AbortController();
  let emitted: readonly EmittedMessage[] = [];
  let heldUp: readonly string[] = [];
  let connection: FeedView["connection"] = "live";
  let problem: string | null = null;
  let isTaking = false;
  const viewNow = (version: number): FeedView => {
    const { events, followed, known } = live;
    return { version, events, followed, behind: known - events.length, connection, problem, emitted, heldUp };
  };
  const view = createObserved(viewNow(0));
  const show = () => view.set(viewNow(view.get().version + 1));
  const showSoon = createThrottle(show, ending.signal);

  const takeAll = async () => {
    if (isTaking) return;
    isTaking = true;
    try {
      await inSlices((isTimeOver) => live.take(isTimeOver), showSoon, ending.signal);
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
    }
    isTaking = false;
    if (problem === null && live.known > live.events.length && !ending.signal.aborted) void takeAll(); // came meanwhile
  };
  const fail = (message: string) => {
    problem = message;
    show();
    stop();
  };
  const onMessage = ({ event, data }: EventMessage): boolean => {
    if (problem !== null) return false;
    if (connection === "apart") connection = "live";
    switch (event) {
      case "events":
        live.offer(JSON.parse(data) as readonly unknown[]); // the stream sends lists; what is in them is checked
        void takeAll();
        return true;
      case "emitted":
        emitted = [...emitted.slice(1 - keptEmissions), readEmission(JSON.parse(data) as EmittedMessage, codec)]; // the server's own form
        showSoon();
        return true;
      case "held-up":
        heldUp = (JSON.parse(data) as HeldUpMessage).reasons;
        showSoon();
        return true;
      case "failure":
        fail((JSON.parse(data) as ErrorAnswer).error);
        return false;
      case "end":
        connection = "over";
        heldUp = [];
        showSoon();
        return false;
      default:
        return true;
    }
  };
  const stop = openStream({
    url: () => `${runUrl(runId)}/stream?from=${live.known}`,
    onMessage,
    onProblem(refusal, isFinal) {
      if (isFinal) return fail(refusal.message);
      connection = "apart";
      showSoon();
    },
  });
  return {
    get: view.get,
    subscribe: view.subscribe,
    close() {
      ending.abort();
      stop();
    },
  };
}

/** What was emitted, its data as a value. */
function readEmission(emission: EmittedMessage, codec: Codec): EmittedMessage {
  if (emission.data === null) return emission;
  try {
    return { ...emission, data: codec.decode(fromJson(emission.data, "What was emitted"), "What was emitted") };
  } catch {
    return { ...emission, data: undefined }; // not as this page's release writes values: its name and time are shown
  }
}

/** Calls at once when the last call is long enough ago, else as soon as it is. */
function createThrottle(call: () => void, signal: AbortSignal): () => void {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const callNow = () => {
    timer = null;
    if (signal.aborted) return;
    last = performance.now();
    call();
  };
  return () => {
    if (timer !== null) return;
    const wait = last + shortestBetweenViews - performance.now();
    if (wait <= 0) callNow();
    else timer = setTimeout(callNow, wait);
  };
}
