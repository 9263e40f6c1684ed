import { unreadable } from "../codec/unreadable.ts";
import { CycleError, DefinitionError } from "../errors/definition-errors.ts";
import { buildPlan } from "../plan/create-plan.ts";
import type { EdgeOutline, PlanOutline, WorkflowOutline } from "../plan/outline.ts";
import { rememberOutline } from "../plan/outline-of.ts";
import type { Plan } from "../plan/plan.ts";
import { lambdaOf } from "./lambda-of-outline.ts";
import { milliseconds, partsOf, quoted } from "./outline-parts.ts";
import { stepOfOutline } from "./step-of-outline.ts";

/** How deep workflows may lie in each other: some functions call themselves once for each level. */
const deepest = 1000;

/** How many names of queues all plans may hold together: each holds those of the workflows below it too. */
const mostQueues = 10_000_000;

/** How much of an error about a definition is repeated: it may quote all names. */
const longestProblem = 500;

/**
 * The plan that an outline tells of, with those of its sub-workflows: names, kinds, edges and options, for whoever looks
 * at a run. Its functions throw when they are called. Linear in steps and edges (I9).
 *
 * @throws StoreError for an outline that no workflow has: it may come from anybody
 */
export function planOfOutline({ root, workflows }: PlanOutline): Plan {
  const plans = new Map<string, Plan | null>();
  let queues = 0;

  const planAt = (fingerprint: string, depth: number): Plan => {
    const known = plans.get(fingerprint);
    if (known === null) throw misread(fingerprint, "has itself as a sub-workflow");
    if (known !== undefined) return known;
    const own = Object.hasOwn(workflows, fingerprint) ? workflows[fingerprint] : undefined;
    if (own === undefined) throw misread(fingerprint, "is missing");
    if (depth > deepest) throw misread(fingerprint, `lies more than ${deepest} workflows deep`);
    plans.set(fingerprint, null); // it is being made
    const plan = planOfWorkflow(fingerprint, own, (below) => planAt(below, depth + 1));
    queues += plan.queues.size;
    if (queues > mostQueues) throw misread(fingerprint, "names too many queues");
    plans.set(fingerprint, plan);
    rememberOutline(plan, { root: fingerprint, workflows });
    return plan;
  };

  return planAt(root, 1);
}

function planOfWorkflow(fingerprint: string, outline: WorkflowOutline, planAt: (fingerprint: string) => Plan): Plan {
  const { name, version } = outline;
  const parts = partsOf(`workflow ${JSON.stringify(name)}`, outline.parts, returnsEdges(outline));
  const isLambda = (parts.texts.get("returns") ?? "") !== ""; // without a text it is the output of its last step
  const steps = outline.steps.map((step) => stepOfOutline(step, step.workflow === null ? null : planAt(step.workflow)));
  try {
    return buildPlan({
      ...{ name, version, steps, warnings: [], resources: {} },
      ...{ input: null, output: null, state: null, flowState: null },
      timeoutMs: milliseconds(parts, "timeout", null),
      failFast: parts.texts.get("failFast") !== "false",
      unhandledEvents: parts.texts.has("unhandledEvents") && quoted(parts, "unhandledEvents") === "error" ? "error" : "report", // biome-ignore format: one thought
      returns: isLambda ? lambdaOf(parts, "returns") : null,
    });
  } catch (thrown) {
    if (!(thrown instanceof DefinitionError || thrown instanceof CycleError)) throw thrown;
    throw misread(fingerprint, `is that of no workflow: ${thrown.message.slice(0, longestProblem)}`);
  }
}

function returnsEdges({ parts }: WorkflowOutline): readonly EdgeOutline[] {
  const [name = "", , ...steps] = parts.find(([part]) => part === "returns") ?? [];
  return steps.map((step) => [name, step]);
}

function misread(fingerprint: string, problem: string): Error {
  return unreadable('Event 1 ("run-started")', `.outline.workflows[${JSON.stringify(fingerprint)}]`, problem);
}
