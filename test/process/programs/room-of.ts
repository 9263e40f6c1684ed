import { setTimeout as delay } from "node:timers/promises";
import { type Engine, workflow } from "stepspan";

/** How long is waited for slots that are lost, in milliseconds. */
const patienceMs = 5000;

/** How many steps run at once in an idle engine when there are more of them, and how many in one of its queues. */
export async function roomOf(
  engine: Engine,
  slots: number,
  queue: string,
  queueSlots: number,
): Promise<readonly [number, number]> {
  const [all, narrow] = [createRoom(slots), createRoom(queueSlots)];
  const filling = workflow("filling")
    .map("all", { over: () => Array.from({ length: 2 * slots }, () => 0), run: all.enter })
    .map("narrow", {
      ...{ dependsOn: ["all"], queue },
      over: () => Array.from({ length: 2 * queueSlots }, () => 0),
      run: narrow.enter,
    });
  await engine.run(filling);
  return [all.most(), narrow.most()];
}

/** Whoever enters stays until it is full. */
function createRoom(slots: number) {
  const full = Promise.withResolvers<void>();
  let inside = 0;
  let most = 0;
  return {
    most: () => most,
    enter: async () => {
      most = Math.max(most, ++inside);
      if (inside === slots) full.resolve();
      await Promise.race([full.promise, delay(patienceMs, undefined, { ref: false })]);
      inside--;
    },
  };
}
