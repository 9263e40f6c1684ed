import type { RunEvent } from "@stepspan/engine";
import { type CoreState, stateAt } from "@stepspan/engine/hosting";
import type { StepAnswer } from "../protocol/inbox-message.ts";

/** When which key of a run's state was changed last: so it is known whether what a body read still holds. */
export class StateVersions {
  readonly #changed = new WeakMap<CoreState, Map<string, number>>();

  /** Events that were applied to the run. */
  note(root: CoreState, events: readonly RunEvent[]): void {
    for (const event of events) {
      if (event.type !== "state-changed" || event.layer !== "state") continue;
      const state = stateAt(root, event.path);
      const keys = this.#changed.get(state) ?? new Map<string, number>();
      this.#changed.set(state, keys);
      for (const { path } of event.patches) keys.set(String(path[0]), state.values.version);
    }
  }

  /** Whether what the body read of the state, and rested its changes on, has changed since. */
  isStale(state: CoreState, { stateReads, stateVersion, flowVersion, effects }: StepAnswer): boolean {
    const flow = effects.some(({ kind, ...effect }) => kind === "event" && isFlowChange(effect));
    if (flow && state.flowValues !== null && state.flowValues.version !== flowVersion) return true;
    if (!effects.some(({ kind }) => kind === "state") || state.values.version === stateVersion) return false;
    if (stateReads === "all") return true;
    const keys = this.#changed.get(state);
    return stateReads.some((key) => (keys?.get(key) ?? 0) > stateVersion);
  }
}

function isFlowChange(effect: object): boolean {
  const { event } = effect as { readonly event?: RunEvent };
  return event?.type === "state-changed" && event.layer === "flowState";
}
