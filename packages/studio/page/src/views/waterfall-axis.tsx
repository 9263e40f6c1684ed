import type { TimeScale } from "@stepspan/engine/reading";
import { shortDuration } from "../model/times.ts";

/** The times above the bars, since the start of the run, and how long the folded ones are. */
export function WaterfallAxis({ scale: { ticks, folds } }: { readonly scale: TimeScale }) {
  return (
    <>
      {ticks.map(({ x, words }) => (
        <span key={words} className="tick" style={{ left: x }}>
          {words}
        </span>
      ))}
      {folds.map(({ x, width, startedAt, finishedAt }) => (
        <span key={startedAt} className="fold-label" style={{ left: x, width }} title="Nothing ran: not drawn to scale">
          {shortDuration(finishedAt - startedAt)}
        </span>
      ))}
    </>
  );
}
