import { type Findings, figureOf } from "./figures.ts";
import { titleOf } from "./forms.ts";
import { rounded } from "./markdown.ts";
import type { Measured } from "./measurement.ts";
import type { ShapeName } from "./shapes.ts";

/** Where things are, in pixels. A panel is a shape; a row in it an engine; its dots are the sizes, small ones small. */
const panel = { width: 560, head: 46, row: 22, foot: 30, names: 170, end: 140 };
const margin = 16;
const titleHeight = 64;

const titles: Readonly<Record<ShapeName, string>> = {
  "fan-out": "Fan-out and fan-in",
  chain: "Chain",
  layers: "Layers of 100 steps, three parents each",
  diamond: "Ten steps, run again and again",
};

/** Colours are written out, not as variables, since some programs that show SVG know none. */
const light = {
  back: "#ffffff",
  text: "#1f2328",
  faint: "#656d76",
  line: "#d8dee4",
  own: "#0a58ca",
  other: "#8c959f",
  bad: "#b3261e",
};
const dark = {
  back: "#0d1117",
  text: "#e6edf3",
  faint: "#9198a1",
  line: "#30363d",
  own: "#6cb2ff",
  other: "#848d97",
  bad: "#ff8f87",
};

const style = `
text { font: 12px system-ui, sans-serif }
.title { font-size: 17px; font-weight: 600 }
.shape { font-size: 13px; font-weight: 600 }
.faint, .bad { font-size: 11px }
.own { font-weight: 600 }
.reach { stroke-width: 1.5 }
${rulesOf(light)}
@media (prefers-color-scheme: dark) {
${rulesOf(dark)}
}`;

const explanation =
  "Logarithmic: each line is ten times the one before. A larger dot is a larger graph; the figure is that of the largest. ✕: a graph failed.";

function titleOfChart({ timer }: Findings): string {
  return `Microseconds${timer === "processor" ? " of the processor" : ""} per step that does nothing`;
}

function rulesOf({ back, text: ink, faint, line, own, other, bad }: typeof light): string {
  return [
    `.back { fill: ${back} } text { fill: ${ink} } text.faint { fill: ${faint} } text.bad { fill: ${bad} }`,
    `line { stroke: ${line} } line.reach { stroke: ${other} } circle { fill: ${other} }`,
    `text.own, circle.own { fill: ${own} } line.own { stroke: ${own} }`,
  ].join("\n");
}

/** Microseconds per step of all engines, as an SVG that stands alone: logarithmic, for light and dark pages. */
export function chartOf(findings: Findings): string {
  const { cells: allCells, engines } = findings;
  const shapes = [...new Set(allCells.map(({ shape }) => shape))];
  const scale = scaleOf(findings);
  const height = panel.head + engines.length * panel.row + panel.foot;
  const panels = shapes.map((shape, place) => {
    const cells = allCells.filter((cell) => cell.shape === shape);
    const [x, y] = [margin + (place % 2) * panel.width, titleHeight + Math.floor(place / 2) * height];
    return `<g transform="translate(${x} ${y})">${panelOf(titles[shape], { ...findings, cells }, scale)}</g>`;
  });
  const size = [2 * (margin + panel.width), titleHeight + Math.ceil(shapes.length / 2) * height + margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(" ")}" role="img" aria-label="Microseconds per step">`,
    `<style>${style}</style>`,
    `<rect class="back" width="100%" height="100%"/>`,
    text(margin, 28, titleOfChart(findings), "title"),
    text(margin, 48, explanation, "faint"),
    ...panels,
    "</svg>\n",
  ].join("\n");
}

/** Where a figure stands in a panel, and the powers of ten that it shows. */
interface Scale {
  readonly powers: readonly number[];
  x(figure: number): number;
}

function scaleOf(findings: Findings): Scale {
  const { cells, engines } = findings;
  const figures = engines.flatMap((measured) => cells.map((cell) => figureOf(findings, measured, cell)));
  const logarithms = figures.flatMap((figure) => (figure.kind === "measured" ? [Math.log10(figure.run)] : []));
  const lowest = Math.floor(Math.min(0, ...logarithms));
  const highest = Math.ceil(Math.max(1, ...logarithms));
  const width = panel.width - panel.names - panel.end;
  return {
    powers: Array.from({ length: highest - lowest + 1 }, (_, place) => lowest + place),
    x: (figure) => panel.names + ((Math.log10(figure) - lowest) / (highest - lowest)) * width,
  };
}

function panelOf(title: string, findings: Findings, scale: Scale): string {
  const { cells, engines } = findings;
  const bottom = panel.head + engines.length * panel.row;
  const sizes = cells.map(titleOf).join(" · ");
  return [
    text(0, 16, title, "shape"),
    text(0, 32, sizes, "faint"),
    ...scale.powers.map((power) => {
      const x = scale.x(10 ** power).toFixed(1);
      const label = power < 0 ? (10 ** power).toFixed(-power) : (10 ** power).toLocaleString("en");
      return `<line x1="${x}" x2="${x}" y1="${panel.head - 4}" y2="${bottom}"/>${text(x, bottom + 14, label, "faint", "middle")}`;
    }),
    ...engines.map((measured, place) => rowOf(findings, measured, scale, panel.head + (place + 0.5) * panel.row)),
  ].join("\n");
}

function rowOf(findings: Findings, measured: Measured, scale: Scale, y: number): string {
  const { cells } = findings;
  const own = measured.id === "stepspan" ? "own" : "";
  const name = text(panel.names - 12, y + 4, measured.description?.name ?? measured.id, own, "end");
  const figures = cells.map((cell) => figureOf(findings, measured, cell));
  const dots = figures.flatMap((figure, place) =>
    figure.kind === "measured"
      ? [{ x: scale.x(figure.run), radius: 3 + (3 * (place + 1)) / cells.length, figure }]
      : [],
  );
  const failed = figures.find((figure) => figure.kind === "failed");
  const [leftmost, rightmost] = [Math.min(...dots.map(({ x }) => x)), Math.max(...dots.map(({ x }) => x))];
  const last = dots.at(-1);
  const failure = failed === undefined ? "" : `✕ ${failed.failure.kind}`;
  if (last === undefined) {
    return name + text(panel.names, y + 4, failure || "not measured", failure === "" ? "faint" : "bad");
  }
  return [
    name,
    `<line class="reach ${own}" x1="${leftmost.toFixed(1)}" x2="${rightmost.toFixed(1)}" y1="${y}" y2="${y}"/>`,
    ...dots.map(({ x, radius }) => `<circle class="${own}" cx="${x.toFixed(1)}" cy="${y}" r="${radius.toFixed(1)}"/>`),
    text(rightmost + 10, y + 4, rounded(last.figure.run), own),
    failure === "" ? "" : text(rightmost + 46, y + 4, failure, "bad"),
  ].join("");
}

function text(x: number | string, y: number, content: string, kind: string, anchor = "start"): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}" class="${kind}" text-anchor="${anchor}">${escaped}</text>`;
}
