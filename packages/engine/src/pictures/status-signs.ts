import type { SpanStatus } from "../spans/span.ts";
import type { Rule } from "./svg-document.ts";
import { element, type Markup } from "./svg-element.ts";
import type { Theme } from "./theme.ts";

/** What is drawn in the circle of 16 pixels of each status, around its middle. */
const signs: Readonly<Record<SpanStatus, string>> = {
  succeeded: "M-3.4 0.3L-1 2.7L3.5-2.5",
  failed: "M-2.6-2.6L2.6 2.6M2.6-2.6L-2.6 2.6",
  cancelled: "M-2.2-2.2H2.2V2.2H-2.2Z",
  skipped: "M-3.2-2.6L-0.6 0L-3.2 2.6M0.6-2.6L3.2 0L0.6 2.6",
  running: "M-1.7-3L3 0L-1.7 3Z",
  waiting: "M0-3.6V0.3L2.6 1.9",
  suspended: "M-1.8-2.8V2.8M1.8-2.8V2.8",
  pending: "",
};

/** In the order in which bars show them. */
export const statuses: readonly SpanStatus[] = [
  "succeeded",
  "failed",
  "cancelled",
  "skipped",
  "running",
  "suspended",
  "waiting",
  "pending",
];

/** A circle with a sign in it, so that a status is told by more than its colour. */
export function statusSign(status: SpanStatus, x: number, y: number): Markup {
  const sign = signs[status];
  return element(
    "g",
    { class: `sign ${status}`, transform: `translate(${x} ${y})` },
    element("circle", { r: 7.5 }),
    ...(sign === "" ? [] : [element("path", { d: sign })]),
  );
}

/** Open ones are rings, settled ones are filled. */
export function signRules({ statuses: colours, ground }: Theme): readonly Rule[] {
  const rules: Rule[] = [
    [".sign circle", "stroke-width:1.5"],
    [".sign path", "fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round"],
    [".sign.pending circle", "stroke-dasharray:2.4 2.3"],
  ];
  for (const status of statuses) {
    const [sign, own] = colours[status];
    const isFilled = status === "succeeded" || status === "failed" || status === "cancelled";
    rules.push([`.sign.${status} circle`, `fill:${isFilled ? sign : own};stroke:${sign}`]);
    rules.push([`.sign.${status} path`, `stroke:${isFilled ? ground : sign}`]);
  }
  return rules;
}
