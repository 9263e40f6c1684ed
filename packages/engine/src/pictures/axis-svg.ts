import { durationText } from "./duration-text.ts";
import { element, type Markup, textElement } from "./svg-element.ts";
import type { TimeScale } from "./time-scale.ts";

/** How far a tear swings to its sides, and how long one swing is. */
const swing = 2.5;
const stride = 6;
/** Words of a tick are left out where they would run into those of a fold. */
const nearFold = 44;

/** The marks and their times, above rows of so many pixels. */
export function axisSvg(scale: TimeScale, width: number, height: number): Markup {
  const ticks = scale.ticks.map(({ x, words }) => {
    const isNear = scale.folds.some((fold) => Math.abs(fold.x + fold.width / 2 - x) < fold.width / 2 + nearFold);
    return [
      element("path", { class: "grid", d: `M${round(x)} -6V${height}` }),
      isNear ? "" : textElement("text", { class: "small middle", x, y: -12 }, words),
    ].join("");
  });
  return ticks.join("") + element("path", { class: "grid", d: `M0 0H${width}` });
}

/** Two torn edges for each folded time, over the rows, and how long it was. */
export function foldSigns({ folds }: TimeScale, height: number): Markup {
  return folds
    .map(({ x, width, startedAt, finishedAt }) => {
      const [left, right] = [x + width / 2 - 5, x + width / 2 + 5];
      return [
        element("rect", { class: "fold", x: left, y: 0, width: right - left, height }),
        element("path", { class: "tear", d: tear(left, height) + tear(right, height) }),
        textElement(
          "text",
          { class: "small middle", x: x + width / 2, y: -12 },
          `${durationText(finishedAt - startedAt)} idle`,
        ),
      ].join("");
    })
    .join("");
}

function tear(x: number, height: number): string {
  const swings = Array.from({ length: Math.ceil(height / stride) }, (_none, at) => {
    return `L${round(x + (at % 2 === 0 ? swing : -swing))} ${Math.min(height, (at + 1) * stride)}`;
  });
  return `M${round(x)} 0${swings.join("")}`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
