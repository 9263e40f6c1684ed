import { hashOf } from "../plan/text-hash.ts";
import { element, type Markup, textElement } from "./svg-element.ts";
import { dark, light, type Theme } from "./theme.ts";

/** A picture before it is a document of its own. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** What it is, and what can be seen in it, for those who do not see it. */
  readonly title: string;
  readonly description: string;
  readonly body: Markup;
  /** Definitions that its rules refer to, with ids that begin with `id`. */
  definitions(id: string): Markup;
  /** Its rules; each selector is put below the picture, and `url(#…)` refers to ids that begin with `id`. */
  rules(theme: Theme, id: string): readonly Rule[];
}

/** One selector, without commas, and its declarations. */
export type Rule = readonly [selector: string, declarations: string];

const font = `system-ui,-apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif`;

/**
 * An SVG that needs nothing but itself: no script, no font, no address. It has rules for light and dark, and ids and
 * rules that touch nothing else where it stands inside a page.
 */
export function svgDocument(picture: Picture): string {
  const { width, height, title, description, body, definitions, rules } = picture;
  const id = `stepspan-${hashOf(`${title}\n${description}\n${body}`)}`;
  const frame = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 10, class: "ground" };
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...{ id, width, height, viewBox: `0 0 ${width} ${height}` },
      ...{ role: "img", "aria-labelledby": `${id}-title ${id}-description` },
    },
    textElement("title", { id: `${id}-title` }, title),
    textElement("desc", { id: `${id}-description` }, description),
    `<style>${styleOf(rules, id)}</style>`,
    element("defs", {}, definitions(id)),
    element("rect", frame),
    body,
  )}\n`;
}

/** Colours are written out for both themes: not every program that draws SVG knows variables. */
function styleOf(rules: Picture["rules"], id: string): Markup {
  const of = (theme: Theme) => [...commonRules(theme), ...rules(theme, id)];
  const [inLight, inDark] = [of(light), of(dark)];
  const known = new Set(inLight.map(String));
  const differing = inDark.filter((rule) => !known.has(String(rule)));
  const written = (list: readonly Rule[]) => list.map((rule) => `#${id} ${rule[0]}{${rule[1]}}`).join("");
  return `#${id}{font-family:${font};font-size:13px}${written(inLight)}@media(prefers-color-scheme:dark){${written(differing)}}`;
}

function commonRules({ ground, border, text, muted }: Theme): readonly Rule[] {
  return [
    [".ground", `fill:${ground};stroke:${border}`],
    ["text", `fill:${text}`],
    [".title", "font-size:15px;font-weight:600"],
    [".name", "font-weight:600"],
    [".small", `font-size:11px;fill:${muted}`],
    [".muted", `fill:${muted}`],
    [".end", "text-anchor:end"],
    [".middle", "text-anchor:middle"],
  ];
}
