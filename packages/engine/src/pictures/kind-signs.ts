import type { NodeKind } from "../plan/graph.ts";
import { element, type Markup } from "./svg-element.ts";

/** What needs a sign: a step that calls a function once has none. */
export type SpecialKind = Exclude<NodeKind, "step">;

/** Line drawings of 16 by 16 pixels around their middle. */
const signs: Readonly<Record<SpecialKind, string>> = {
  subflow: "M-6-6H0V-1H-6ZM0 1H6V6H0ZM-3-1V3.5H0",
  map: "M-6-6H3V-2H-6ZM-3 0H6V4H-3ZM-6 0V6.5H3",
  loop: "M5.2-2.6A5.8 5.8 0 1 0 5.8 1M6-6.5V-2.2H1.6",
  race: "M-5-7V7M-5-6H6L3-2.5L6 1H-5",
  wait: "M-6.5-4.5H6.5V5H-6.5ZM-6.5-4.5L0 1L6.5-4.5",
  sleep: "M0-6.5A6.5 6.5 0 1 0 0 6.5A6.5 6.5 0 1 0 0-6.5M0-3.5V0.5L2.8 2.2",
  on: "M1.5-7L-4.5 1H0L-1.5 7L4.5-1H0Z",
};

/** A small drawing of what a step does. */
export function kindSign(kind: SpecialKind, x: number, y: number): Markup {
  return element("path", { class: "kind", transform: `translate(${x} ${y})`, d: signs[kind] });
}
