import type { StepKind } from "../model/step-kinds.ts";

const drawings: Readonly<Record<Exclude<StepKind, "step">, string>> = {
  subflow: "M2 2h6v5H2zM8 9h6v5H8zM5 7v4.5h3",
  map: "M2 2h9v4H2zM5 8h9v4H5zM2 8v6.5h9",
  loop: "M13.2 5.4A5.8 5.8 0 1 0 13.8 9M14 1.5v4.3H9.6",
  race: "M3 1.5v13M3 2.5h10.5L10.5 6l3 3.5H3",
  wait: "M1.5 3.5h13V13h-13zM1.5 3.5 8 9l6.5-5.5",
  sleep: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5v4l2.8 1.7",
  on: "M9.5 1 3.5 9H8l-1.5 6 6-8H8z",
};

/** A small drawing of what a step does; none for one that calls a function once. */
export function KindSign({ kind }: { readonly kind: StepKind }) {
  if (kind === "step") return null;
  return (
    <svg className="kind-sign" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={drawings[kind]} />
    </svg>
  );
}
