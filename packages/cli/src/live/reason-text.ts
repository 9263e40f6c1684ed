import type { CancelReason, SkipReason } from "stepspan";

/** Why a step was skipped or cancelled, in few words: `guard`, `price failed`. */
export function reasonText(because: SkipReason | CancelReason): string {
  switch (because.kind) {
    case "guard":
      return "its guard said no";
    case "skipWith":
      return `with ${because.step}`;
    case "upstream":
      return `because of ${because.step}`;
    case "failFast":
      return `${because.step} failed`;
    case "race":
      return `lost the race ${because.step}`;
    case "stopped":
      return `${because.step} stopped the run`;
    case "cancel":
      return typeof because.reason === "string" ? because.reason : "on request";
    case "timeout":
      return "the time of the run was over";
    case "stalled":
      return "the run stalled";
    default:
      return because satisfies never;
  }
}
