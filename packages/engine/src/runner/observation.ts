import type { EmittedEvent, RunEvent } from "../core/events.ts";
import type { ObservedRun, Observer } from "../ports/observer.ts";
import { createAroundAttempt } from "./around-attempt.ts";
import { ObserverReports } from "./observer-reports.ts";
import { createPublisher } from "./publisher.ts";
import type { RunnerPorts } from "./run-ports.ts";

/** By what the observers of an engine are called. */
export type Observation = Pick<RunnerPorts, "publish" | "aroundAttempt" | "endObserved">;

export function observationBy(observers: readonly Observer[]): Observation {
  const reports = new ObserverReports();
  return {
    publish: createPublisher(observers, reports),
    aroundAttempt: createAroundAttempt(observers, reports),
    endObserved: (run) => {
      for (const observer of observers) end(observer, run, reports);
    },
  };
}

function end(observer: Observer, run: ObservedRun, reports: ObserverReports): void {
  try {
    const returned: unknown = observer.onEnd?.(run);
    if (returned instanceof Promise) returned.catch((thrown) => reports.threw(observer, "onEnd", thrown));
  } catch (thrown) {
    reports.threw(observer, "onEnd", thrown);
  }
}

/** One run as observers know it. */
export class RunObservation {
  readonly #observation: Observation;
  #run: ObservedRun;
  #isOver = false;

  constructor(observation: Observation, { runId, workflow }: { readonly runId: string; readonly workflow: string }) {
    this.#observation = observation;
    this.#run = Object.freeze({ runId, workflow, resumedFrom: null });
  }

  /** The run has these events from before; nobody was told of them here. */
  resumedFrom([first]: readonly RunEvent[]): void {
    if (first?.type === "run-started") this.#run = Object.freeze({ ...this.#run, resumedFrom: first });
  }

  publish(events: readonly (RunEvent | EmittedEvent)[]): void {
    this.#observation.publish(events, this.#run);
  }

  /** Null if no observer surrounds attempts. */
  aroundBody(): ((path: string, attempt: number, body: () => void) => void) | null {
    const { aroundAttempt } = this.#observation;
    if (aroundAttempt === null) return null;
    return (path, attempt, body) => aroundAttempt(Object.freeze({ run: this.#run, path, attempt }), body);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#observation.endObserved(this.#run);
  }
}
