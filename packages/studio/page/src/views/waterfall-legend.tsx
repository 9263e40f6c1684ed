import { segmentWord } from "../model/drawn-segments.ts";

const kinds = ["dependencies", "slot", "running", "retry", "suspended"] as const;

/** What the shades mean. */
export function WaterfallLegend() {
  return (
    <ul className="legend" aria-label="Legend">
      {kinds.map((kind) => (
        <li key={kind}>
          <span className="swatch segment" data-kind={kind} />
          {segmentWord(kind)}
        </li>
      ))}
      <li>
        <span className="swatch segment" data-kind="running" data-failure="" />
        failed attempt
      </li>
      <li>
        <span className="swatch swatch-critical" />
        critical path
      </li>
      <li>
        <span className="swatch fold-band" />
        idle, folded
      </li>
    </ul>
  );
}
