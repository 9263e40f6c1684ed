import type { StepKind } from "./step-config.ts";

/** What a step of any kind can have. */
export const optionKeys = [
  "name",
  "kind",
  "params",
  "when",
  "dependsOn",
  "skipWith",
  "always",
  "continueOnError",
  "retry",
  "timeout",
  "queue",
  "pool",
  "priority",
  "input",
  "output",
  "keepInState",
  "estimate",
] as const;

const functionKeys = ["handler", "collect"] as const;
const bodyKeys = [...functionKeys, "workflow", "capture"] as const;

/** What the steps of each kind have besides. */
export const formKeys = {
  step: [...functionKeys, "cache"],
  subflow: ["workflow", "capture", "writeBack"],
  map: [...bodyKeys, "over", "concurrency", "cache"],
  loop: [...bodyKeys, "until", "maxIterations", "cache"],
  on: [...bodyKeys, "event", "concurrency", "capacity"],
  race: ["of"],
  wait: ["event", "where"],
  sleep: ["duration"],
} as const satisfies Readonly<Record<StepKind, readonly string[]>>;

export type StepKey = (typeof optionKeys)[number] | (typeof formKeys)[StepKind][number];

/** The kinds of step, in the order in which messages list them. */
export const stepKinds = Object.keys(formKeys) as readonly StepKind[]; // Object.keys widens them
