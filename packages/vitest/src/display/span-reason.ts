import type { CancelReason, SkipReason, Span } from "@stepspan/engine";
import { escapeText, quoteText } from "./escape-text.ts";
import { failureText, textOfValue } from "./text-of-value.ts";

/**
 * Why a span ended as it did, in words that a span graph can hold: `["upstream", "fetchOrders"]`, `["guard"]`,
 * for a failure its message, `["connection refused"]`. Empty for a span that succeeded or is open.
 */
export function reasonWords(span: Span): readonly string[] {
  switch (span.status) {
    case "failed":
      return [failureText(span.error)];
    case "skipped":
      return skipWords(span.skipped);
    case "cancelled":
      return cancelWords(span.cancelled);
    default:
      return [];
  }
}

/** The same on one line, for people: `upstream "fetchOrders"`, `guard`, `connection refused`. */
export function reasonText(span: Span): string {
  const [first = "", second] = reasonWords(span);
  if (span.status === "failed") return escapeText(first);
  return second === undefined ? escapeText(first) : `${escapeText(first)} ${quoteText(second)}`;
}

function skipWords(reason: SkipReason): readonly string[] {
  return "step" in reason ? [reason.kind, reason.step] : [reason.kind];
}

function cancelWords(reason: CancelReason): readonly string[] {
  if ("step" in reason) return [reason.kind, reason.step];
  if ("reason" in reason && reason.reason !== undefined) return [reason.kind, textOfValue(reason.reason)];
  return [reason.kind];
}
