import { type Measurement, type Policy, policies } from "./measure.ts";

const titles: Readonly<Record<Policy, string>> = {
  fifo: "fifo",
  known: "critical path, durations known",
  learned: "critical path, durations learned",
  reference: "list scheduling (reference)",
};

/** The measurements with so many slots as a Markdown table, with their geometric means. */
export function tableOf(slots: number, measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ trace, tasks, boundMs, ratios }) => [
    trace,
    String(tasks),
    (boundMs / 1000).toFixed(0),
    ...policies.map((policy) => ratios[policy].toFixed(3)),
  ]);
  const means = [
    "**geometric mean**",
    "",
    "",
    ...policies.map((policy) => `**${meanOf(measurements, policy).toFixed(3)}**`),
  ];
  const head = ["graph", "tasks", "lower bound, s", ...policies.map((policy) => titles[policy])];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = line(head.map((_, column) => (column === 0 ? "---" : "---:")));
  return [`With ${slots} slots, makespan over lower bound:`, "", line(head), rule, ...[...rows, means].map(line)].join(
    "\n",
  );
}

/** How far the engine is above the reference, in words. */
export function distanceOf(slots: number, measurements: readonly Measurement[]): string {
  const reference = meanOf(measurements, "reference");
  const above = (policy: Policy) => `${(100 * (meanOf(measurements, policy) / reference - 1)).toFixed(2)} %`;
  return `${slots} slots, above the reference: known ${above("known")}, learned ${above("learned")}, fifo ${above("fifo")}.`;
}

export function meanOf(measurements: readonly Measurement[], policy: Policy): number {
  const logarithms = measurements.map(({ ratios }) => Math.log(ratios[policy]));
  return Math.exp(logarithms.reduce((sum, one) => sum + one, 0) / logarithms.length);
}
