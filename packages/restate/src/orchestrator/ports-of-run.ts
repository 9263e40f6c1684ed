import type { WorkflowContext } from "@restatedev/restate-sdk";
import type { ClassRegistry, Plan, RunEvent, Store } from "@stepspan/engine";
import {
  createCore,
  createQueueExecutor,
  type Executor,
  type Redaction,
  type RunnerPorts,
  sha256,
} from "@stepspan/engine/hosting";
import type { KeptEvents } from "./kept-events.ts";
import type { RunClock } from "./run-clock.ts";

interface PortParts {
  readonly context: WorkflowContext;
  readonly clock: RunClock;
  readonly kept: KeptEvents;
  readonly checkValue: NonNullable<Store["checkValue"]>;
  readonly onEvents: (events: readonly RunEvent[]) => void;
  readonly states: Store["states"];
  readonly memos: Store["memos"];
  readonly plan: Plan;
  readonly concurrency: number;
  readonly classes: ClassRegistry | null;
  readonly redaction: Redaction;
}

/** What the engine's runner needs of the outside, as Restate has it. Nothing here may differ when the run is replayed. */
export function portsOfRun(parts: PortParts): RunnerPorts {
  const { context, clock, plan, classes, redaction } = parts;
  return {
    clock,
    store: storeOf(parts),
    executor: withoutQueues(createQueueExecutor(parts.concurrency, new Map(), clock)),
    resources: {},
    workflows: new Map([[plan.name, plan]]),
    classes,
    redaction,
    createCore,
    random: () => context.rand.random(),
    createRunId: () => context.rand.uuidv4(),
    digest: sha256,
    owner: "restate",
    publish: () => undefined,
    aroundAttempt: null,
    endObserved: () => undefined,
    onIdle: () => () => undefined,
    nextTurn: () => Promise.resolve(),
  };
}

/** The queues of steps hold in the workers, where their bodies run. */
function withoutQueues({ queues, submit, close }: Executor): Executor {
  return {
    queues,
    close,
    submit: (job) => {
      const { priority, rank, group, source } = job;
      return submit({ queue: null, priority, rank, group, source, start: () => job.start() });
    },
  };
}

/** A run only writes its own events; it is read from outside, and Restate owns it. */
function storeOf({ kept, onEvents, checkValue, states, memos }: PortParts): Store {
  const absent = (what: string) => () => {
    throw new Error(`Bug: a run inside of Restate asked its store for ${what}.`);
  };
  return {
    open: () => ({
      append(position, events) {
        kept.append(position, events);
        onEvents(events);
      },
      read: absent("its events"),
    }),
    runs: { get: absent("a run"), list: absent("runs"), prune: absent("runs") },
    leases: { renew: absent("a lease"), take: absent("a lease"), release: absent("a lease") },
    states,
    memos,
    durations: { read: () => new Map(), note: () => undefined },
    isShared: false,
    checkValue,
  };
}
