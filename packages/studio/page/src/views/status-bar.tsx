import type { Span } from "@stepspan/engine";
import { countStatuses, spanStatuses } from "../model/statuses.ts";
import { Sign } from "./sign.tsx";

interface StatusBarProps {
  readonly spans: readonly Span[];
  /** What is counted, for screen readers. */
  readonly label: string;
  readonly isSmall?: boolean;
}

/** How many spans are in which status: as shares of a bar, and, unless it is small, in numbers. */
export function StatusBar({ spans, label, isSmall = false }: StatusBarProps) {
  const counts = countStatuses(spans);
  const present = spanStatuses.filter((status) => counts[status] > 0);
  const inWords = present.map((status) => `${counts[status]} ${status}`).join(", ");
  return (
    <div className={isSmall ? "status-bar status-bar-small" : "status-bar"}>
      <div className="status-bar-track" role="img" aria-label={`${label}: ${inWords === "" ? "none" : inWords}`}>
        {present.map((status) => (
          <span key={status} className="status-bar-share" data-status={status} style={{ flexGrow: counts[status] }} />
        ))}
      </div>
      {!isSmall && (
        <div className="status-bar-counts" aria-hidden="true">
          {present.map((status) => (
            <span key={status} className="status-word" data-status={status}>
              <Sign status={status} />
              {counts[status]} {status}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
