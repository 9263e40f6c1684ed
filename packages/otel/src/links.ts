import { type Attributes, isSpanContextValid, type Link } from "@opentelemetry/api";
import type { EvaluationRead } from "@stepspan/engine";
import { cleanText } from "./clean-text.ts";
import type { Unit } from "./unit.ts";

/** SDKs keep no more of one span. */
const most = 128;

/** Parts of an outline that name steps without reading them. */
const orders: readonly string[] = ["dependsOn", "skipWith", "of"];

/** How a step depends on another. */
interface Dependency {
  readonly kind: "data" | "guard" | "order";
  readonly parameters: Set<string>;
}

/**
 * From a step to what it depends on: the steps that its lambdas really read, and those that it names. A link for each,
 * if it has a span; at most 128.
 */
export function dependencyLinks(unit: Unit, reads: readonly EvaluationRead[]): Link[] {
  const links: Link[] = [];
  for (const [name, dependency] of dependenciesOf(unit, reads)) {
    const link = unit.run.below?.get(partOf(name))?.link;
    if (link == null || !isSpanContextValid(link)) continue;
    links.push({ context: link, attributes: attributesOf(name, dependency) });
    if (links.length === most) break;
  }
  return links;
}

/** The steps that a step names: those of a race, and those that it waits for without reading them. */
export function namedSteps({ step }: Unit, options = orders): readonly string[] {
  return step?.parts.flatMap(([option, , ...names]) => (options.includes(option) ? names : [])) ?? [];
}

/** How a step is written in a path. */
export function partOf(name: string): string {
  return name.replace(/[/[\]#%]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function dependenciesOf(unit: Unit, reads: readonly EvaluationRead[]): ReadonlyMap<string, Dependency> {
  const found = new Map<string, Dependency>();
  for (const { step, parameter } of reads) {
    const kind = parameter === null ? "guard" : "data";
    const known = found.get(step);
    const parameters = known?.parameters ?? new Set();
    if (parameter !== null) parameters.add(parameter);
    found.set(step, { kind: known?.kind === "data" ? "data" : kind, parameters });
  }
  if (unit.kind === "item") return found; // its step has these
  for (const name of namedSteps(unit)) {
    if (!found.has(name)) found.set(name, { kind: "order", parameters: new Set() });
  }
  return found;
}

function attributesOf(name: string, { kind, parameters }: Dependency): Attributes {
  const attributes = { "stepspan.dependency.step": cleanText(name), "stepspan.dependency.kind": kind };
  if (parameters.size === 0) return attributes;
  const shown = [...parameters].slice(0, most).map((parameter) => cleanText(parameter));
  return { ...attributes, "stepspan.dependency.parameters": shown };
}
