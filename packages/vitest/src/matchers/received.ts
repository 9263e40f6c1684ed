import { DefinitionError, type Run, type Span, suggest } from "@stepspan/engine";
import { spanLabel } from "../display/span-label.ts";

/** What a workflow must have for its dependencies to be looked at. */
export interface WorkflowWithGraph {
  readonly name: string;
  readonly graph: {
    hasNode(name: string): boolean;
    nodes(): string[];
    inNeighbors(name: string): string[];
  };
}

/** @throws DefinitionError if `expect` was not called with a run */
export function requireRun(matcher: string, received: unknown): Run {
  if (isObject(received) && Array.isArray(received.spans) && isObject(received.rootSpan))
    return received as unknown as Run; // told by two properties
  throw new DefinitionError(
    `expect(…).${matcher}() looks at a run, but got ${described(received)}.${adviceFor(received)}`,
  );
}

/** @throws DefinitionError if `expect` was not called with a workflow */
export function requireWorkflow(matcher: string, received: unknown): WorkflowWithGraph {
  if (isObject(received) && isObject(received.graph) && typeof received.graph.inNeighbors === "function") {
    return received as unknown as WorkflowWithGraph; // told by its graph
  }
  throw new DefinitionError(`expect(…).${matcher}() looks at a workflow, but got ${described(received)}.`);
}

/**
 * The span of a step, by its name; or of what lies below one, by its path.
 *
 * @throws DefinitionError, with a suggestion, if the run has none
 */
export function requireSpan(matcher: string, run: Run, name: string): Span {
  const span =
    run.spans.find((candidate) => candidate.name === name && candidate.parentId === run.rootSpan.id) ??
    run.spans.find((candidate) => candidate.path === name);
  if (span !== undefined) return span;
  const labels = run.spans.map((candidate) => spanLabel(run, candidate));
  const below = labels.find((label) => label.endsWith(`/${name}`));
  const suggestion = below === undefined ? suggest(String(name), labels) : ` Did you mean ${quoted(below)}?`;
  const isPath = typeof name === "string" && /[/[#]/.test(name);
  const missing = isPath
    ? `the run of "${run.workflow}" has no span at ${quoted(name)}`
    : `workflow "${run.workflow}" has no step ${quoted(name)}`;
  throw new DefinitionError(`${matcher}: ${missing}.${suggestion}`);
}

/**
 * The span of the step of this name in the same run, or child run, as another one.
 *
 * @throws DefinitionError, with a suggestion, if there is none
 */
export function requireSibling(matcher: string, run: Run, span: Span, name: string): Span {
  const prefix = prefixOf(span);
  if (prefix === "") return requireSpan(matcher, run, name);
  const siblings = run.spans.filter((candidate) => prefixOf(candidate) === prefix);
  const found = siblings.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = siblings.map((candidate) => candidate.name);
  throw new DefinitionError(
    `${matcher}: there is no step ${quoted(name)} beside ${quoted(span.path)}.${suggest(String(name), names)}`,
  );
}

/** @throws DefinitionError, with a suggestion, if the workflow has no step of this name */
export function requireStep(matcher: string, workflow: WorkflowWithGraph, name: string): void {
  if (workflow.graph.hasNode(name)) return;
  throw new DefinitionError(
    `${matcher}: workflow "${workflow.name}" has no step ${quoted(name)}.${suggest(String(name), workflow.graph.nodes())}`,
  );
}

function adviceFor(received: unknown): string {
  if (received instanceof Promise) return " Await it first.";
  if (isObject(received) && isObject(received.run)) return " Its property .run is one.";
  return " testRun resolves with one, engine.run too.";
}

function described(received: unknown): string {
  if (received instanceof Promise) return "a promise";
  if (received instanceof Error) return `a ${received.name}`;
  if (Array.isArray(received)) return "an array";
  if (typeof received === "object" && received !== null) return "an object of another kind";
  return typeof received === "string" ? JSON.stringify(received) : String(received);
}

/** `outer/` for `outer/inner[3]`: empty at the top. */
function prefixOf({ path }: Span): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Names come from tests that may be plain JavaScript. */
function quoted(name: unknown): string {
  return JSON.stringify(name) ?? String(name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
