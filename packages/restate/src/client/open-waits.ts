import type { OpenWait } from "@stepspan/engine";
import type { FollowedRun } from "@stepspan/engine/hosting";

/** What a run waits for; nothing for one that nobody has looked at. */
export function openWaits(followed: FollowedRun | null): readonly OpenWait[] {
  const waits: OpenWait[] = [];
  for (const { path, waits: records } of followed?.run.spans ?? []) {
    for (const { number: wait, event, startedAt, dueAt, outcome } of records) {
      if (outcome === null) waits.push(Object.freeze({ path, wait, event, startedAt, dueAt }));
    }
  }
  return Object.freeze(waits);
}
