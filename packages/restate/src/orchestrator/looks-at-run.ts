import type { StepDefinition } from "@stepspan/engine";

const known = new WeakMap<StepDefinition, boolean>();

/**
 * Whether the source of a body names one of the functions that read other spans. They are sent with its call then; a
 * body that reads them through a function elsewhere is told by an error to take them as parameters.
 */
export function looksAtRun(step: StepDefinition): boolean {
  const before = known.get(step);
  if (before !== undefined) return before;
  const { form } = step;
  const run = "body" in form && form.body.kind === "function" ? form.body.run : null;
  const looks = run !== null && /\b(?:stepSpan|parentSpan|getRunContext)\b/.test(Function.prototype.toString.call(run));
  known.set(step, looks);
  return looks;
}
