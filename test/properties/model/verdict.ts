import type { CancelReason, SkipReason } from "@stepspan/engine";

/** Why a step was cancelled, without what the caller gave as a reason. */
export type Cancellation =
  | { readonly kind: Exclude<CancelReason["kind"], "failFast"> }
  | { readonly kind: "failFast"; readonly step: string };

/** How a step settled. */
export type Verdict =
  | { readonly status: "succeeded"; readonly output: number }
  | { readonly status: "failed"; readonly tolerated: boolean }
  | { readonly status: "skipped"; readonly because: SkipReason }
  | { readonly status: "cancelled"; readonly because: Cancellation };

/** Failed untolerated, cancelled, or skipped because of a step that was. */
export function isLost(verdict: Verdict): boolean {
  switch (verdict.status) {
    case "succeeded":
      return false;
    case "failed":
      return !verdict.tolerated;
    case "skipped":
      return verdict.because.kind === "upstream";
    case "cancelled":
      return true;
    default:
      return verdict satisfies never;
  }
}

/** In one line, for messages and for comparing. */
export function describeVerdict(verdict: Verdict | null): string {
  switch (verdict?.status) {
    case undefined:
      return "not settled";
    case "succeeded":
      return `succeeded with ${verdict.output}`;
    case "failed":
      return verdict.tolerated ? "failed, tolerated" : "failed";
    case "skipped":
    case "cancelled": {
      const { because } = verdict;
      return `${verdict.status} (${because.kind}${"step" in because ? ` ${because.step}` : ""})`;
    }
    default:
      return verdict satisfies undefined;
  }
}
