import { runAbove, segmentOf } from "../model/plan-places.ts";
import { Text } from "./text.tsx";
import { goTo } from "./use-place.ts";

interface StepNameProps {
  /** The name of a step in the same run, or child run. */
  readonly step: string;
  /** The path of the span that names it. */
  readonly beside: string;
}

/** The name of a step that leads to its span. */
export function StepName({ step, beside }: StepNameProps) {
  const above = runAbove(beside);
  const path = `${above === "" ? "" : `${above}/`}${segmentOf(step)}`;
  return (
    <button type="button" className="step-link" onClick={() => goTo({ span: path })}>
      <Text>{step}</Text>
    </button>
  );
}
