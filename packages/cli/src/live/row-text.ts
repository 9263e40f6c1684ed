import { visibleText } from "@stepspan/engine/reading";
import { countText } from "../text/size-text.ts";
import type { Style } from "../text/style.ts";
import type { ItemCounts, Row, RowStatus } from "./row.ts";

const signs: Readonly<Record<RowStatus, string>> = {
  pending: "·",
  queued: "○",
  running: "●",
  "backing-off": "↻",
  suspended: "⏸",
  succeeded: "✔",
  reused: "✔",
  failed: "✖",
  tolerated: "✖",
  skipped: "⊘",
  cancelled: "⊘",
};

/** The sign of a row; one that runs turns. @param spinner what stands for "it runs" now */
export function signOf({ status }: Row, spinner: string): string {
  return status === "running" ? spinner : signs[status];
}

/** How its status looks. */
export function paintOf(status: RowStatus, style: Style): (text: string) => string {
  switch (status) {
    case "succeeded":
      return style.good;
    case "failed":
      return style.bad;
    case "running":
      return style.busy;
    case "tolerated":
    case "backing-off":
    case "suspended":
      return style.uneasy;
    case "pending":
    case "queued":
    case "reused":
    case "skipped":
    case "cancelled":
      return style.quiet;
    default:
      return status satisfies never;
  }
}

/** What is said behind the bar of a row, on one line: attempts, items, why, and the first line of its error. */
export function remarkOf(row: Row): string {
  const { status, attempts, items, note, error } = row;
  const remarks = [
    statusWord(status),
    attempts > 1 ? `attempt ${attempts}` : null,
    items === null ? null : itemsText(items),
    note === null ? null : visibleText(note),
    error === null || status === "succeeded" ? null : visibleText(error.split("\n", 1)[0] ?? ""),
  ];
  return remarks.filter((remark) => remark !== null && remark !== "").join(" · ");
}

/** Signs that many terminals show alike have a word beside them. */
function statusWord(status: RowStatus): string | null {
  switch (status) {
    case "queued":
      return "in the queue";
    case "backing-off":
      return "tries again soon";
    case "suspended":
      return "waits";
    case "tolerated":
      return "failed, tolerated";
    case "reused":
    case "skipped":
    case "cancelled":
      return status;
    default:
      return null;
  }
}

function itemsText({ total, running, succeeded, failed, others }: ItemCounts): string {
  const done = succeeded + failed + others;
  const counts = [
    total === null ? `${countText(done, "time")}` : `${done}/${total}`,
    failed > 0 ? `${failed} failed` : null,
    running.size > 0 ? `${running.size} running` : null,
  ];
  return counts.filter((count) => count !== null).join(", ");
}
