import { Attempts } from "../attempts/attempts.ts";
import { entranceToBodies } from "../context/slot.ts";
import type { Frames } from "./frames.ts";
import type { RunHost } from "./run-host.ts";

/** The attempts of a run. @param concurrency how many of them may be open at once; null for no limit of its own */
export function createAttempts(host: RunHost, frames: Frames, concurrency: number | null): Attempts {
  const { executor, random, nextTurn, classes } = host.ports;
  return new Attempts({
    root: host.root,
    enter: entranceToBodies(),
    environmentOf: (state) => frames.of(state).environment,
    // With other runs in the engine the store could hear of their start before it hears of this end.
    mayPassSlotOn: () => host.loop.isSlow && host.isAlone(),
    executor,
    group: concurrency === null ? null : { concurrency },
    rankOf: host.schedule?.rankOf ?? null,
    post: host.loop.post,
    gather: host.loop.gather,
    add: host.loop.add,
    flush: host.loop.flush,
    now: host.now,
    random,
    nextTurn,
    classes,
    values: host.values,
    around: host.observation.aroundBody(),
  });
}
