import type { StepDefinition } from "../plan/definition.ts";
import { displayText } from "./display-text.ts";
import { stepDetail } from "./step-detail.ts";
import { textWidth } from "./text-width.ts";

/** Pixels. */
export const boxHeight = 56;
/** The sizes of the fonts of a name and of what stands below it. */
export const nameSize = 13;
export const detailSize = 11;
/** What the signs on both sides of a name take. */
export const signsWidth = 72;

const narrowest = 148;
const widest = 320;
const longestName = 60;
/** What a run may add to the line below the name; more where it counts items. */
const roomForRun = 84;
const roomForCounts = 140;

/** The name as it stands in the box, before it is fitted. */
export function shownName(name: string): string {
  return displayText(name, longestName);
}

/** An even number of pixels, which depends on the definition alone. */
export function boxWidth(step: StepDefinition): number {
  const name = textWidth(shownName(step.name), nameSize * 1.1);
  const isCounted = step.form.kind === "map" || step.form.kind === "loop" || step.form.kind === "on";
  const detail = textWidth(stepDetail(step), detailSize) + (isCounted ? roomForCounts : roomForRun);
  return 2 * Math.ceil(Math.min(widest, Math.max(narrowest, Math.max(name, detail) + signsWidth)) / 2);
}
