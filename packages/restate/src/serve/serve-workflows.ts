import type { ClassRegistry, Duration, Plan, RedactOptions, Runnable } from "@stepspan/engine";
import {
  checkDuration,
  checkKeys,
  checkRedact,
  createAsyncContext,
  createRedaction,
  installCarrier,
  mergeLevels,
  noRedaction,
  readResources,
} from "@stepspan/engine/hosting";
import { createMemosObject } from "../objects/memos-object.ts";
import { createStatesObject } from "../objects/states-object.ts";
import { createRunService } from "../orchestrator/run-service.ts";
import { createWires } from "../protocol/wires.ts";
import { type ListenOptions, listen, listenKeys, type RestateEndpoint } from "./listen.ts";
import { plansOf } from "./plans-of.ts";

export interface ServeWorkflowsOptions extends ListenOptions {
  /** Whose runs are conducted here. */
  readonly workflows: readonly Runnable[];
  /** The names of the resources that the workers have; what stands under them is not looked at. Default: none. */
  readonly resources?: object;
  /** How many attempts of one run may be open at once. Default 1,000. */
  readonly concurrency?: number;
  /** How long an aborted attempt may take to end before it is abandoned. Default 5 s. */
  readonly gracePeriod?: Duration;
  /** How long Restate keeps runs that are over. Default "1d". */
  readonly retention?: Duration;
  /** The classes whose instances can be recorded. Default: none but the language's own. */
  readonly classes?: ClassRegistry;
  /** What of the events of runs is kept from all who look at them. Default: nothing. */
  readonly redact?: RedactOptions;
}

const place = "serveWorkflows";
const known = ["workflows", "resources", "concurrency", "gracePeriod", "retention", "classes", "redact", ...listenKeys];

/**
 * Serves the runs of workflows to Restate: guards, parameters and everything that decides what runs next are called in
 * this process, step bodies by the workers of `serveSteps`. Any number of processes may serve the same workflows.
 *
 * @throws DefinitionError for options that make no sense
 */
export async function serveWorkflows(options: ServeWorkflowsOptions): Promise<RestateEndpoint> {
  checkKeys(options, known, place);
  const { workflows, concurrency = 1000, gracePeriod = 5000, retention = "1d", classes = null, redact } = options;
  installCarrier(createAsyncContext);
  const wires = createWires(classes);
  const redaction = redact === undefined ? noRedaction : createRedaction(checkRedact(redact, place), classes);
  const engine = readResources(options.resources ?? {}, place);
  const common = {
    ...{ wires, classes, redaction, concurrency },
    gracePeriodMs: checkDuration(gracePeriod, "gracePeriod", place),
    retentionMs: checkDuration(retention, "retention", place),
  };
  const plans = plansOf(workflows, place);
  const runs = plans.map((plan) => {
    const resources = mergeLevels({ engine, workflow: plan.resources, run: {} }, plan.name);
    return createRunService({ ...common, plan, resources });
  });
  const memos = namesOf(plans).map(createMemosObject);
  const states = namesOf(withSubflows(plans)).map(createStatesObject);
  return listen([...runs, ...states, ...memos], options, { place, port: 9080 });
}

function namesOf(plans: Iterable<Plan>): readonly string[] {
  return [...new Set(Array.from(plans, ({ name }) => name))];
}

/** With the workflows that their steps run, which have states of their own. */
function withSubflows(plans: readonly Plan[]): ReadonlySet<Plan> {
  const all = new Set(plans);
  for (const { steps } of all) {
    for (const { form } of steps) {
      if ("body" in form && form.body.kind === "workflow") all.add(form.body.subflow.plan); // it has its turn, too
    }
  }
  return all;
}
