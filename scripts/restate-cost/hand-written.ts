import {
  createServiceHandler,
  RestatePromise,
  type ServiceDefinition,
  serde,
  service,
  type WorkflowContext,
  workflow,
} from "@restatedev/restate-sdk";
import { childrenOf, type Job, jobNamed, layersOf, stepValue } from "./graph.ts";

/**
 * What one would write with the SDK for the same jobs, without an engine: a service for the steps, and two workflows that
 * run the graph. Each gives the values of all steps.
 *
 * - `race`: as soon as one step is done those that it was the last parent of are called. The open calls are raced once
 *   per turn, and each is mapped to its step: the order of completion is what the journal says.
 * - `layers`: all steps of a layer are called, and awaited with `RestatePromise.all`. Short, but each layer waits for its
 *   slowest step.
 */
export const stepsOfHand = "cost.hand.steps";
export const raceByHand = "cost.hand.race";
export const layersByHand = "cost.hand.layers";

/** A step with what it reads. */
interface Call {
  readonly step: number;
  readonly values: readonly number[];
}

/** So many calls are open at once: a race over more of them costs more than it gains. */
const mostOpen = 256;

/** What the workers serve. */
export function handWrittenSteps(): ServiceDefinition<string, unknown> {
  return service({
    name: stepsOfHand,
    handlers: {
      call: createServiceHandler({}, async (_context, { step, values }: Call) => stepValue(step, values)),
    },
  });
}

/** What the orchestrators serve. */
export function handWrittenWorkflows(): readonly ServiceDefinition<string, unknown>[] {
  return [
    workflow({
      name: raceByHand,
      handlers: { run: (context: WorkflowContext, name: string) => runByRace(context, jobNamed(name)) },
    }),
    workflow({
      name: layersByHand,
      handlers: { run: (context: WorkflowContext, name: string) => runByLayers(context, jobNamed(name)) },
    }),
  ];
}

async function runByRace(context: WorkflowContext, job: Job): Promise<readonly number[]> {
  const children = childrenOf(job);
  const missing = job.parents.map((own) => own.length);
  const values: number[] = [];
  const open = new Map<number, RestatePromise<readonly [step: number, value: number]>>();
  const ready = job.parents.flatMap((own, step) => (own.length === 0 ? [step] : []));
  let next = 0;
  const callReady = () => {
    for (; next < ready.length && open.size < mostOpen; next++) {
      const step = ready[next]!;
      const call = callStep(context, step, parentValues(job, step, values));
      open.set(
        step,
        call.map((value, failure) => {
          if (failure !== undefined) throw failure;
          return [step, value!] as const; // a call that did not fail has a value
        }),
      );
    }
  };
  for (callReady(); open.size > 0; callReady()) {
    const [step, value] = await RestatePromise.race([...open.values()]);
    open.delete(step);
    values[step] = value;
    for (const child of children[step]!) if (--missing[child]! === 0) ready.push(child);
  }
  return values;
}

async function runByLayers(context: WorkflowContext, job: Job): Promise<readonly number[]> {
  const values: number[] = [];
  for (const layer of layersOf(job)) {
    const calls = layer.map((step) => callStep(context, step, parentValues(job, step, values)));
    for (const [index, value] of (await RestatePromise.all(calls)).entries()) values[layer[index]!] = value;
  }
  return values;
}

function parentValues({ parents }: Job, step: number, values: readonly number[]): readonly number[] {
  return parents[step]!.map((parent) => values[parent]!);
}

function callStep(context: WorkflowContext, step: number, values: readonly number[]): RestatePromise<number> {
  return context.genericCall<Call, number>({
    service: stepsOfHand,
    method: "call",
    parameter: { step, values },
    inputSerde: serde.json,
    outputSerde: serde.json,
  });
}
