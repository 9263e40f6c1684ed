import { ArrowHeads } from "./graph-way.tsx";

const lines = [
  { kind: "data", name: "data" },
  { kind: "guard", name: "guard" },
  { kind: "order", name: "order" },
  { kind: "data", name: "conditional", isUnsure: true },
  { kind: "untaken", name: "not taken" },
] as const;

/** What the arrows mean; their heads are defined here. */
export function GraphLegend() {
  return (
    <ul className="legend" aria-label="Legend">
      {lines.map((line) => (
        <li key={line.name}>
          <svg className="legend-way" viewBox="0 0 30 10" width="30" height="10" aria-hidden="true">
            <path
              className="way"
              d="M1 5H28"
              data-kind={line.kind}
              data-untaken={line.kind === "untaken" || undefined}
              data-unsure={"isUnsure" in line || undefined}
              markerEnd={`url(#arrow-${line.kind})`}
            />
          </svg>
          {line.name}
        </li>
      ))}
      <li className="hidden">
        <ArrowHeads />
      </li>
    </ul>
  );
}
