import { createCodec, type Plan, type Run, type RunEvent } from "@stepspan/engine";
import { decodeEvents, encodeEvents, followEvents, followRun } from "@stepspan/engine/reading";
import { createCore } from "../../packages/engine/src/core/core.ts";
import { createRunView } from "../../packages/engine/src/views/run-view.ts";
import { pictureOf } from "./run-picture.ts";

const codec = createCodec();

/**
 * Puts a run together from its events twice: by its plan, as an engine does, and without it. After every event, or after
 * each that `isLooked` names, both must look the same; so must the run of all of them after a round trip through JSON.
 *
 * @throws Error that says which event made the difference
 */
export function compareFollowed(
  plan: Plan,
  events: readonly RunEvent[],
  isLooked: (length: number) => boolean = () => true,
): void {
  const core = createCore(plan);
  const known = createRunView(core.state);
  const followed = followRun(events[0]!); // a run has events
  for (const event of events) {
    core.apply(event);
    if (event.sequence > 1) followed.apply(event);
    if (isLooked(event.sequence)) compareAt(event.sequence, followed.run, known);
  }
  compareAt(events.length, followed.run, known);
  const json: unknown = JSON.parse(JSON.stringify(encodeEvents(events, codec)));
  compareAt(events.length, followEvents(decodeEvents(json, codec)).run, known);
}

function compareAt(length: number, followed: Run, known: Run): void {
  const [found, expected] = [linesOf(followed), linesOf(known)];
  const at = expected.findIndex((line, index) => line !== found[index]);
  if (at === -1 && found.length === expected.length) return;
  const [was, is] = [expected.slice(Math.max(0, at - 15), at + 3), found.slice(Math.max(0, at - 1), at + 3)];
  throw new Error(
    `after event ${length} the followed run is another:\n${is.join("\n")}\ninstead of\n${was.join("\n")}`,
  );
}

function linesOf(run: Run): readonly string[] {
  return [...pictureOf(run).split("\n"), ...run.criticalPath.map((link) => JSON.stringify(link))];
}
