import { DefinitionError, type Run, type Span, suggest } from "@stepspan/engine";

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

/** @throws DefinitionError, with a suggestion, if the run has no span of this name */
export function requireSpan(matcher: string, run: Run, name: string): Span {
  const span = run.spans.find((candidate) => candidate.name === name);
  if (span !== undefined) return span;
  const names = run.spans.map((candidate) => candidate.name);
  throw new DefinitionError(
    `${matcher}: workflow "${run.workflow}" has no step ${quoted(name)}.${suggest(String(name), names)}`,
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

/** Names come from tests that may be plain JavaScript. */
function quoted(name: unknown): string {
  return JSON.stringify(name) ?? String(name);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
