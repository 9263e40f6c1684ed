import { capturedResources, mergeLevels, openResources, type RunResources, stepAt } from "@stepspan/engine/hosting";
import type { CalledLevel } from "./called-levels.ts";
import type { WorkerParts } from "./worker-parts.ts";

/** The resources that one call has, and those of the runs above it that they were captured from. */
export interface CallResources {
  readonly resources: RunResources;
  /** Disposes of what was made for the call. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens the resources of the run of a step, by way of what each run above it captured for the next: what is made per
 * run is made for each call. A promise only if a factory gives one.
 *
 * @throws MissingResourceError (or rejects) for one that a step captures and that is not there, and if a factory fails
 */
export function openCallResources(
  levels: readonly CalledLevel[],
  { resources: engine, clock, gracePeriodMs }: WorkerParts,
): CallResources | Promise<CallResources> {
  const opened: RunResources[] = [];
  const openFrom = (start: number): CallResources | Promise<CallResources> => {
    for (let at = start; at < levels.length; at++) {
      const resources = open(at);
      if (resources instanceof Promise) {
        return resources.then(
          (made) => {
            opened.push(made);
            return openFrom(at + 1);
          },
          async (thrown) => {
            await closeAll(opened);
            throw thrown;
          },
        );
      }
      opened.push(resources);
    }
    return { resources: opened.at(-1)!, close: () => closeAll(opened) }; // there is a level at least
  };
  const open = (at: number): RunResources | Promise<RunResources> => {
    const { plan, run } = levels[at]!.state; // within the list
    const given = mergeLevels({ engine, workflow: plan.resources, run: captured(levels, at, opened) }, plan.name);
    const { runId, parentRunId, metadata, input } = run!; // it was made with its level
    const facts = { runId, workflow: plan.name, parentRunId, metadata, input };
    return openResources(given, facts, (ring) => clock.setTimer(clock.now() + gracePeriodMs, ring));
  };
  return openFrom(0);
}

/** What the step above gives to its child run. */
function captured(levels: readonly CalledLevel[], at: number, opened: readonly RunResources[]): object {
  const above = levels[at - 1];
  if (above === undefined) return {};
  const { form, name } = stepAt(above.state, above.index);
  if (!("body" in form) || form.body.kind !== "workflow")
    throw new Error("Bug: a child run of a step without a workflow.");
  const { captureResources } = form.body.subflow;
  return capturedResources(opened[at - 1]!, captureResources, { step: name, workflow: above.state.plan.name }); // opened before
}

/** What could not be disposed of is told on the console: what the step gave stays. */
async function closeAll(opened: readonly RunResources[]): Promise<void> {
  for (const resources of [...opened].reverse()) {
    for (const error of await resources.close()) console.error(error.message);
  }
}
