import { DefinitionError } from "../errors/definition-errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Run, RunPictureOptions } from "../spans/run.ts";
import { displayText } from "./display-text.ts";
import { graphSvg } from "./graph-svg.ts";
import { waterfallSvg } from "./waterfall-svg.ts";

const longestName = 60;

/** The picture of a run that is asked for. @throws DefinitionError for another view */
export function runPicture(plan: Plan, run: Run, options: RunPictureOptions): string {
  const view: unknown = (options as Partial<RunPictureOptions> | undefined)?.view; // callers without types may leave it out
  if (view === "graph") return graphSvg(plan, run);
  if (view === "waterfall") return waterfallSvg(run);
  const given = typeof view === "string" ? `"${displayText(view, longestName)}"` : String(typeof view);
  throw new DefinitionError(`run.toSvg got ${given} as view. Give "graph" or "waterfall".`);
}
