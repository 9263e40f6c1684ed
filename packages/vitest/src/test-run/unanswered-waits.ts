import { DefinitionError } from "@stepspan/engine";
import type { RunWatch } from "./run-watch.ts";

/** A message names no more waits than this. */
const mostNamed = 10;

/** What is said of a run that nothing can move on. */
export interface UnansweredRun {
  readonly workflow: string;
  readonly watch: RunWatch;
  /** What the test calls a step. */
  readonly nameOf: (path: string) => string;
}

/** A run only waits for events, and nobody will send them. */
export function unansweredWaits({ workflow, watch, nameOf }: UnansweredRun): DefinitionError {
  const waits = watch.waits.filter(({ event }) => event !== null);
  const list = waits.slice(0, mostNamed).map((wait) => {
    const refused = watch.hasRefused(wait) ? ", and its where refused what came" : "";
    return `${JSON.stringify(nameOf(wait.path))} waits for event ${JSON.stringify(wait.event)}${refused}`;
  });
  const others = waits.length - mostNamed;
  if (others > 0) list.push(`and ${others} more ${others === 1 ? "wait" : "waits"}`);
  const example = nameOf(waits[0]?.path ?? "");
  return new DefinitionError(
    `testRun: the run of workflow "${workflow}" only waits for what nobody sends: ${list.join("; ")}. Answer it with answers: { ${JSON.stringify(example)}: data }, give the wait a timeout, or mock the step.`,
  );
}
