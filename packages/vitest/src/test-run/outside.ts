import type { OpenWait, RunHandle } from "@stepspan/engine";
import { type AnswerOf, unanswered } from "./answers.ts";
import type { SentByTest } from "./test-run-options.ts";

/** What comes to a run from its test: events, and answers to its waits. */
export interface Outside {
  /** Whether answers are being thought about. */
  readonly isBusy: boolean;
  /** Answers those of these waits for which there is an answer, each once. Returns whether there was one. */
  answer(waits: readonly OpenWait[]): boolean;
  /** The test cannot go on: cancels the run. A second call cancels its `always` steps too. */
  fail(error: unknown): void;
  /** What `testRun` rejects with; null if nothing went wrong. */
  readonly failure: { readonly error: unknown } | null;
}

export interface OutsideParts {
  readonly handle: RunHandle;
  readonly answerOf: AnswerOf;
  readonly events: readonly SentByTest[];
  /** Whether the run has come to its end: events that come then are too late. */
  readonly hasFinished: () => boolean;
}

export function createOutside({ handle, answerOf, events, hasFinished }: OutsideParts): Outside {
  const seen = new Set<string>();
  let failure: Outside["failure"] = null;
  let open = 0;

  const fail = (error: unknown) => {
    failure ??= { error };
    handle.cancel(error);
  };

  const isWaiting = ({ path, wait }: OpenWait) =>
    handle.waits.some((other) => other.path === path && other.wait === wait);

  const send = async (wait: OpenWait, answer: { readonly data: unknown }) => {
    const data = await answer.data;
    if (data === unanswered || wait.event === null || !isWaiting(wait)) return;
    try {
      await handle.send(wait.event, data, { to: wait.path });
    } catch (error) {
      if (isWaiting(wait)) throw error; // else it was over before the answer came
    }
  };

  const sendAll = async () => {
    for (const { event, data } of events) await handle.send(event, data as never); // the event's schema checks it
    handle.stop();
  };

  if (events.length > 0) {
    sendAll().catch((error) => {
      if (!hasFinished()) fail(error);
    });
  }

  return {
    get isBusy() {
      return open > 0;
    },
    get failure() {
      return failure;
    },
    fail,
    answer(waits) {
      const answered = waits.filter((wait) => !seen.has(keyOf(wait)) && begin(wait));
      return answered.length > 0;
    },
  };

  function begin(wait: OpenWait): boolean {
    seen.add(keyOf(wait));
    try {
      const answer = answerOf(wait);
      if (answer === null) return false;
      open++;
      void send(wait, answer)
        .catch(fail)
        .finally(() => {
          open--;
        });
    } catch (error) {
      fail(error);
    }
    return true;
  }
}

function keyOf({ path, wait }: OpenWait): string {
  return `${wait} ${path}`;
}
