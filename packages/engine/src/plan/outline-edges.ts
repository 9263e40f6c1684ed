import type { Lambda, StepDefinition } from "./definition.ts";
import type { EdgeOutline, PartOutline } from "./outline.ts";

/** The parts that make edges, in the order in which edges are listed; the parameters come after the guard. */
const orderParts = ["dependsOn", "skipWith", "of"];
const formParts = ["over", "until"];

/**
 * The edges of a step whose outline has none: those that its parts name, in their order, each read as most are, on every
 * path, by `stepSpan(name).output`.
 */
export function usualEdges(parts: readonly PartOutline[]): readonly EdgeOutline[] {
  const edges: EdgeOutline[] = [];
  const named = (name: string) => parts.filter((part) => part[0] === name);
  for (const name of orderParts) {
    for (const [, , ...steps] of named(name)) for (const from of steps) edges.push([name, from]);
  }
  const parameters = parts.filter(([name]) => name.startsWith("params."));
  for (const [name, , ...reads] of [...named("when"), ...parameters, ...formParts.flatMap(named)]) {
    for (const from of reads) edges.push([name, from, "required", "plain", "output"]);
  }
  return edges;
}

/** The edges that lead to a step, in the order written; null if they are the usual ones. */
export function unusualEdges(step: StepDefinition, parts: readonly PartOutline[]): readonly EdgeOutline[] | null {
  if (isPlain(step)) return null;
  const written = writtenEdges(step);
  return isSame(written, usualEdges(parts)) ? null : Object.freeze(written.map((edge) => Object.freeze(edge)));
}

/** Most steps: nothing but one parameter reads another step, and that as usual. Looked at first, since it costs nothing. */
function isPlain({ params, when, dependsOn, skipWith, form }: StepDefinition): boolean {
  if (when !== null || dependsOn.length + skipWith.length > 0) return false;
  if (form.kind === "race" || form.kind === "map" || form.kind === "loop") return false;
  let found = 0;
  for (const parameter of params) {
    if (parameter.kind === "constant" || parameter.lambda.reads.length === 0) continue;
    const { reads } = parameter.lambda;
    found += reads.length;
    const { certainty, mode, path } = reads[0]!; // there is one
    if (found > 1 || certainty !== "required" || mode !== "plain" || path.length !== 1 || path[0] !== "output") return false; // biome-ignore format: one thought
  }
  return true;
}

function writtenEdges(step: StepDefinition): readonly EdgeOutline[] {
  const edges: EdgeOutline[] = [];
  for (const from of step.dependsOn) edges.push(["dependsOn", from]);
  for (const from of step.skipWith) edges.push(["skipWith", from]);
  if (step.form.kind === "race") for (const from of step.form.of) edges.push(["of", from]);
  if (step.when !== null) addReads(edges, "when", step.when);
  for (const parameter of step.params) {
    if (parameter.kind === "lambda") addReads(edges, `params.${parameter.name}`, parameter.lambda);
  }
  if (step.form.kind === "map") addReads(edges, "over", step.form.over);
  if (step.form.kind === "loop") addReads(edges, "until", step.form.until);
  return edges;
}

function addReads(edges: EdgeOutline[], part: string, { reads }: Lambda): void {
  for (const { step, certainty, mode, path } of reads) edges.push([part, step, certainty, mode, ...path]);
}

function isSame(some: readonly EdgeOutline[], others: readonly EdgeOutline[]): boolean {
  return (
    some.length === others.length &&
    some.every((edge, at) => {
      const other = others[at]!; // there are as many
      return edge.length === other.length && edge.every((text, place) => text === other[place]);
    })
  );
}
