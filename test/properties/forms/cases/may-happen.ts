import { bodyOf, type FlowCase, type ReadCase, type StepCase } from "./form-case.ts";

/** Whether a step may be skipped, or fail and be tolerated: readers need a default. */
export function isGuarded({ guard, continueOnError }: StepCase): boolean {
  return guard !== null || continueOnError;
}

/** Whether something in a workflow may fail. */
export function canFail(flow: Pick<FlowCase, "steps" | "returns">): boolean {
  const isRisky = ({ step, mode }: ReadCase) => {
    const source = flow.steps.find(({ name }) => name === step);
    return mode === "plain" && source !== undefined && isGuarded(source);
  };
  return (
    flow.steps.some((step) => stepCanFail(step) || readsOf(step).some(isRisky)) || (flow.returns ?? []).some(isRisky)
  );
}

/** All reads of a step's lambdas. */
export function readsOf({ reads, guard, form }: StepCase): readonly ReadCase[] {
  const own = form.kind === "map" ? form.overReads : form.kind === "loop" ? form.untilReads : [];
  return [...reads, ...(guard ?? []), ...own];
}

function stepCanFail(step: StepCase): boolean {
  const { form } = step;
  if (form.kind === "wait") return form.event === "never" || form.timeoutMs !== null;
  if (form.kind === "map" && form.items === null) return true;
  const body = bodyOf(step);
  if (body?.kind === "flow") return canFail(body.flow);
  return body !== null && (body.script.failRate > 0 || step.timeoutMs !== null);
}
