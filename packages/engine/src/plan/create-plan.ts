import { DefinitionError } from "../errors/definition-errors.ts";
import { suggest } from "../errors/suggest.ts";
import type { StepDefinition, WorkflowDefinition } from "./definition.ts";
import type { Edge } from "./edge.ts";
import { edgesOf } from "./edges.ts";
import { expectedReads } from "./expected-reads.ts";
import { createGraph } from "./graph.ts";
import { inTopologicalOrder } from "./order.ts";
import { outlineOf } from "./outline-of.ts";
import { pathOf } from "./path.ts";
import type { Plan } from "./plan.ts";
import { listenersOf, racesOf } from "./special-steps.ts";
import { stepTableOf } from "./step-table.ts";
import { topologyOf } from "./topology.ts";

/**
 * Checks a workflow and makes the plan by which it runs. Steps given out of order are put in order.
 *
 * @throws DefinitionError for names that are empty, used twice or unknown, and for estimates that are no time
 * @throws CycleError if steps depend on each other in a circle
 */
export function createPlan(definition: WorkflowDefinition): Plan {
  const plan = buildPlan(definition);
  outlineOf(plan); // made here, as is the table, so that the first run has not to wait for it
  stepTableOf(plan);
  return plan;
}

/** The same without its outline and its table, which are made when they are asked for. */
export function buildPlan(definition: WorkflowDefinition): Plan {
  const edgesByName = checkedEdges(definition);
  const steps = Object.freeze(inTopologicalOrder(definition.steps, edgesByName).slice());
  const indexByName = new Map(steps.map((step, index) => [step.name, index]));
  const paths = Object.freeze(steps.map((step) => pathOf(step.name)));
  const { edges, offsets } = inOneList(steps, edgesByName);
  const plan: Plan = Object.freeze({
    ...definition,
    ...topologyOf(edges, offsets, indexByName),
    reads: expectedReads(edges, offsets, indexByName),
    steps,
    indexByName,
    paths,
    indexByPath: new Map(paths.map((path, index) => [path, index])),
    queues: queuesOf(steps),
    hasCache: steps.some(hasCache),
    raceOf: racesOf(steps, indexByName),
    ...listenersOf(steps),
    edges,
    edgesTo: (index: number) => edges.slice(offsets[index], offsets[index + 1]),
    get fingerprint() {
      return outlineOf(plan).root;
    },
    get graph() {
      return createGraph(steps, edges);
    },
  });
  return plan;
}

function hasCache({ cache, form }: StepDefinition): boolean {
  if (cache !== null) return true;
  return "body" in form && form.body.kind === "workflow" && form.body.subflow.plan.hasCache;
}

/** Those of its sub-workflows included. */
function queuesOf(steps: readonly StepDefinition[]): ReadonlySet<string> {
  const below = steps.flatMap(({ form }) =>
    "body" in form && form.body.kind === "workflow" ? [...form.body.subflow.plan.queues] : [],
  );
  return new Set([...steps.map((step) => step.queue).filter((queue) => queue !== null), ...below]);
}

function checkedEdges({ name, steps }: WorkflowDefinition): ReadonlyMap<string, readonly Edge[]> {
  if (name === "") throw new DefinitionError("A workflow has an empty name. Give it a name.");
  const edgesByName = new Map<string, readonly Edge[]>();
  for (const step of steps) {
    if (step.name === "")
      throw new DefinitionError(`Workflow "${name}" has a step with an empty name. Give it a name.`);
    if (edgesByName.has(step.name)) {
      throw new DefinitionError(`Workflow "${name}" has two steps named "${step.name}". Rename one of them.`);
    }
    checkEstimate(step, name);
    edgesByName.set(step.name, edgesOf(step));
  }
  for (const edge of [...edgesByName.values()].flat()) {
    if (!edgesByName.has(edge.from)) {
      throw new DefinitionError(
        `Step "${edge.to}" of workflow "${name}" depends on "${edge.from}", but there is no step of that name.${suggest(edge.from, edgesByName.keys())}`,
      );
    }
  }
  return edgesByName;
}

function checkEstimate({ name, estimateMs }: StepDefinition, workflow: string): void {
  if (estimateMs === null || (estimateMs > 0 && estimateMs < Infinity)) return;
  throw new DefinitionError(
    `Step "${name}" of workflow "${workflow}" has the estimate ${String(estimateMs)}. Give milliseconds above 0, or null.`,
  );
}

function inOneList(
  steps: readonly StepDefinition[],
  edgesByName: ReadonlyMap<string, readonly Edge[]>,
): { readonly edges: readonly Edge[]; readonly offsets: Int32Array } {
  const edges: Edge[] = [];
  const offsets = new Int32Array(steps.length + 1);
  steps.forEach((step, index) => {
    for (const edge of edgesByName.get(step.name)!) edges.push(Object.freeze(edge)); // every step has its list
    offsets[index + 1] = edges.length;
  });
  return { edges: Object.freeze(edges), offsets };
}
