import { createEventStream } from "../../packages/engine/src/runner/event-stream.ts";
import { type FollowedByHand, inShort } from "./followed-run.ts";

/** Listens from now on; what was heard so far stands in the list. */
export function listen(run: FollowedByHand) {
  const heard: unknown[] = [];
  const follow = async () => {
    for await (const event of createEventStream(run)) heard.push(inShort(event));
  };
  return { heard, ended: follow() };
}

/** An iteration that the test moves on by hand. */
export function iterate(run: FollowedByHand, capacity?: number) {
  const iterator = createEventStream(run, capacity)[Symbol.asyncIterator]();
  const next = async () => {
    const { done, value } = await iterator.next();
    return done ? "end" : inShort(value);
  };
  return { iterator, next, stop: () => iterator.return!() }; // our iterators have one
}
