import type { ClassRegistry, Duration, RedactOptions, Runnable } from "@stepspan/engine";
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
import { memosObject } from "../objects/memos-object.ts";
import { createPoolsService } from "../objects/pools-service.ts";
import { statesObject } from "../objects/states-object.ts";
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
  const services = plansOf(workflows, place).map((plan) => {
    const resources = mergeLevels({ engine, workflow: plan.resources, run: {} }, plan.name);
    return createRunService({ ...common, plan, resources });
  });
  return listen([...services, statesObject, memosObject, createPoolsService(wires)], options, { place, port: 9080 });
}
