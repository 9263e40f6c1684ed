import type { CancelReason, SkipReason, Span } from "../spans/span.ts";
import { durationText } from "./duration-text.ts";
import { countsText, statusCounts } from "./status-counts.ts";

/** What came of a step, in a few words: `2 items · 1.2 s`, `failed · 3 attempts`. @param part what one item is called */
export function spanDetail(span: Span, part: "item" | "time"): string {
  const { status, attempts, items, startedAt, duration, reusedFrom } = span;
  const isOpen = span.finishedAt === null; // how long it took is not known yet
  const words = [
    items.length > 0 ? `${items.length} ${part}${items.length === 1 ? "" : "s"}` : "",
    reusedFrom !== null ? "reused" : status === "succeeded" ? "" : status,
    attempts.length > 1 ? `${attempts.length} attempts` : "",
    startedAt === null || isOpen || (status === "cancelled" && duration === 0) ? "" : durationText(duration),
  ];
  return words.filter((word) => word !== "").join(" · ");
}

/** The same in full, with the reason. The name and the error are as users wrote them: not escaped, and of any length. */
export function spanSentence(span: Span): string {
  const { name, status, startedAt, duration } = span;
  const parts = [...span.items, ...span.steps];
  const facts = [
    `${name}: ${status}${reasonText(span)}`,
    ...(startedAt === null ? [] : [durationText(duration)]),
    ...(span.attempts.length > 1 ? [`${span.attempts.length} attempts`] : []),
    ...(parts.length === 0 ? [] : [`${parts.length} inside: ${countsText(statusCounts(parts))}`]),
  ];
  return facts.join(", ");
}

function reasonText({ error, skipped, cancelled }: Span): string {
  if (error !== null) return ` (${error.message})`;
  const because: SkipReason | CancelReason | null = skipped ?? cancelled;
  if (because === null) return "";
  return "step" in because ? ` (${because.kind}: ${because.step})` : ` (${because.kind})`;
}
