import { setTimeout as delay } from "node:timers/promises";
import { type Answer, type Connection, isPassing, type LostAnswer, type Question } from "./connection.ts";

/** So long is a server asked anew that does not answer, in milliseconds: a restart, or another machine in its place. */
const patienceMs = 60_000;
const firstDelayMs = 50;
const longestDelayMs = 1000;

/** An answer, and whether it is to a question that may have been heard before. */
export interface PersistentAnswer extends Answer {
  readonly isRepeated: boolean;
}

/**
 * Asks until there is an answer; where nobody has ever answered once only, since the address may be wrong. A connection
 * that was open for a while before it was lost counts as an answer: what is asked may take days.
 *
 * @param passes whether an answer says that there may soon be a better one
 * @throws StoreError after a minute without one
 */
export async function askPersistently(
  connection: Connection,
  question: Question,
  passes = isPassing,
): Promise<PersistentAnswer> {
  let [since, delayMs, isRepeated] = [performance.now(), firstDelayMs, false];
  for (;;) {
    const began = performance.now();
    const answer = await connection.ask(question);
    if (!("lost" in answer) && !passes(answer)) return { ...answer, isRepeated };
    const now = performance.now();
    const wasThere = !("lost" in answer) || answer.wasOpen;
    if (wasThere && now - began > longestDelayMs) [since, delayMs] = [now, firstDelayMs];
    const isHopeless = connection.isClosed || (!wasThere && !connection.hasAnswered) || now - since > patienceMs;
    if (isHopeless) throw noAnswer(connection, answer);
    isRepeated ||= "lost" in answer;
    await delay(delayMs);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

function noAnswer(connection: Connection, answer: Answer | LostAnswer) {
  if ("lost" in answer) return answer.lost;
  return connection.refusal(`For ${patienceMs / 1000} s there was no better answer`, answer);
}
