import { hostname } from "node:os";
import {
  type ClassRegistry,
  DefinitionError,
  type Duration,
  type Observer,
  type Plan,
  type QueueOptions,
  type Runnable,
  suggest,
  systemClock,
} from "@stepspan/engine";
import {
  checkConcurrency,
  checkDuration,
  checkKeys,
  createAsyncContext,
  createFlowStates,
  createQueueExecutor,
  createValues,
  describeThrown,
  installCarrier,
  limitsOfQueues,
  observationBy,
  readResources,
  whoAsks,
} from "@stepspan/engine/hosting";
import { defaultPool } from "../protocol/names.ts";
import { createWires, type Wires } from "../protocol/wires.ts";
import { ingressStateStore } from "../worker/ingress-state-store.ts";
import { createStepsService } from "../worker/steps-service.ts";
import type { KeptStates, WorkerParts } from "../worker/worker-parts.ts";
import { type ListenOptions, listen, listenKeys, type RestateEndpoint } from "./listen.ts";
import { plansOf } from "./plans-of.ts";

export interface ServeStepsOptions extends ListenOptions {
  /** Whose step bodies are called here; those of their sub-workflows are too. */
  readonly workflows: readonly Runnable[];
  /** The pools whose steps are called here. Default: that of the steps that name none, ["default"]. */
  readonly pools?: readonly string[];
  /**
   * Live objects for the steps that are called here, each under its name. They stand in for those of `createEngine`: a
   * workflow's own replace them. What `perRun` makes is made for each call of a body here, and disposed of after it.
   * Default: none.
   */
  readonly resources?: object;
  /** How many bodies may be under way at once in this process. Default 16. */
  readonly concurrency?: number;
  /** The limits of the queues that steps name, for this process. */
  readonly queues?: Readonly<Record<string, QueueOptions>>;
  /** Where flow states and step states are asked for: "http://localhost:8080". Default: steps can have neither. */
  readonly ingressUrl?: string;
  /** What an ingress that is guarded wants to see. */
  readonly ingressToken?: string;
  /** Who hears what steps emit here, and surrounds their bodies. */
  readonly observers?: readonly Observer[];
  /** The classes whose instances can be recorded: the same everywhere. Default: none but the language's own. */
  readonly classes?: ClassRegistry;
  /**
   * How long a body that was told to end may go on before its slot is given to others: no less than the `gracePeriod` of
   * `serveWorkflows`, after which its run goes on without it. Default 1 min.
   */
  readonly gracePeriod?: Duration;
}

const place = "serveSteps";
const known = [
  "workflows",
  "pools",
  "resources",
  "concurrency",
  "queues",
  "ingressUrl",
  "ingressToken",
  "observers",
  "classes",
  "gracePeriod",
  ...listenKeys,
];

/** What the server itself allows on a connection. */
const mostStreams = 128;

/**
 * Serves the bodies of steps to Restate: a worker. Any number of processes, on any machines, may serve the same pools.
 *
 * @throws DefinitionError (rejects) for options that make no sense, and for a port that is taken
 */
export async function serveSteps(options: ServeStepsOptions): Promise<RestateEndpoint> {
  checkKeys(options, known, place);
  const { concurrency = 16, queues = {}, observers = [], classes = null, gracePeriod = "1m" } = options;
  checkConcurrency(concurrency, place);
  const pools = checkedPools(options.pools ?? [defaultPool]);
  const plans = plansOf(options.workflows, place);
  const limits = limitsOfQueues(queues, place);
  for (const plan of plans) checkQueues(plan, new Set(limits.keys()));
  installCarrier(createAsyncContext);
  const wires = createWires(classes);
  const executor = createQueueExecutor(concurrency, limits, systemClock);
  const parts: WorkerParts = {
    ...{ executor, clock: systemClock, classes, values: createValues(classes), wires },
    resources: readResources(options.resources ?? {}, place),
    kept: keptStates(options, wires),
    observation: observers.length === 0 ? null : observationBy(observers),
    gracePeriodMs: checkDuration(gracePeriod, "gracePeriod", place),
    worker: `${hostname()}/${process.pid}`,
  };
  const services = plans.flatMap((plan) => {
    const called = { plan, parts, usingState: new Set<string>(), warned: new Set<string>() };
    return pools.map((pool) => createStepsService(called, pool));
  });
  const streams = Math.min(concurrency, mostStreams);
  return listen(services, options, { place, port: 9081, streams, onClose: () => executor.close() });
}

function keptStates({ ingressUrl, ingressToken }: ServeStepsOptions, wires: Wires): KeptStates | null {
  if (ingressUrl === undefined) return null;
  if (typeof ingressUrl !== "string" || !URL.canParse(ingressUrl)) {
    throw new DefinitionError(
      `${place} got ${describeThrown(ingressUrl)} as ingressUrl. Give the address of the server's ingress: "http://localhost:8080".`,
    );
  }
  const store = ingressStateStore({ ingressUrl, ingressToken: ingressToken ?? null }, wires);
  return { store, flows: createFlowStates(store) };
}

function checkedPools(pools: unknown): readonly string[] {
  const isList = Array.isArray(pools) && pools.length > 0;
  if (isList && pools.every((pool) => typeof pool === "string" && pool !== "")) return [...new Set(pools as string[])]; // each was looked at
  throw new DefinitionError(
    `${place} got ${isList ? "what is no name" : Array.isArray(pools) ? "an empty list" : describeThrown(pools)} as pools. Give a list of their names: ${place}({ pools: ["gpu"] }).`,
  );
}

/** A queue with a typo would be one without limits. */
function checkQueues(plan: Plan, queues: ReadonlySet<string>): void {
  for (const queue of plan.queues) {
    if (queues.has(queue)) continue;
    const { step, workflow } = whoAsks(plan, queue);
    throw new DefinitionError(
      `Step "${step}" of workflow "${workflow}" asks for queue "${queue}", which ${place} does not have.${suggest(queue, queues)} Declare it: ${place}({ queues: { ${JSON.stringify(queue)}: { concurrency: 4 } } }).`,
    );
  }
}
