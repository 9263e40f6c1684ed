import { shown, timelessPath } from "./cases/digest.ts";
import { bodyOf, type FlowCase } from "./cases/form-case.ts";
import { compareMaps, expectEqual } from "./compare.ts";
import type { PlayedFlow } from "./host/forms-host.ts";
import { interpretRun } from "./interpreter/interpret-flow.ts";
import type { World } from "./interpreter/world.ts";
import { runOutcomes } from "./run-outcomes.ts";

/** What the run of a calm workflow came to is what a slow, sequential reading of it says. @throws Error */
export async function checkAgainstInterpreter(played: PlayedFlow): Promise<void> {
  const { run, story } = played;
  const expected = interpretRun(story.flow);
  const { world } = expected;
  compareMaps("how steps ended", runOutcomes(run), world.endings);
  expectEqual("the status", run.status, expected.status);
  if (run.status === "succeeded") expectEqual("the output", shown(run.output), shown(expected.output));
  compareMaps("the state", new Map(Object.entries(run.state)), expected.state);
  expectEqual("the usage", run.usage.tokens ?? 0, expected.usage);
  expectEqual("emissions", played.emissions, world.emissions);
  compareCalls(played, world);
  for (const key of storedKeys(story.flow)) await compareStored(played, key, world.stored.get(key));
}

/** A body is called once for each attempt; again only after a restart that found the attempt waiting. */
function compareCalls({ calls, restarts, events }: PlayedFlow, world: World): void {
  const counts = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const { path, attempt, life } of calls) {
    const key = `${path} ${attempt}`;
    const before = seen.get(key);
    seen.set(key, life);
    if (before !== undefined) {
      const isRepeat = before < life && wasWaiting(events.slice(0, restarts[life - 1]), path, attempt);
      if (!isRepeat) throw new Error(`the body of ${key} was called again in engine ${life}, and before in ${before}`);
      continue;
    }
    const place = `${timelessPath(path)} ${attempt}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  compareMaps("calls of bodies", counts, world.calls);
}

function wasWaiting(events: PlayedFlow["events"], path: string, attempt: number): boolean {
  const own = events.filter((event) => "path" in event && event.path === path);
  const start = own.findIndex((event) => event.type === "attempt-started" && event.attempt === attempt);
  const later = own.slice(start + 1);
  return start !== -1 && later.some(({ type }) => type === "wait-started") && !later.some(endsAttempt);
}

function endsAttempt({ type }: PlayedFlow["events"][number]): boolean {
  return ["attempt-failed", "step-succeeded", "step-failed", "step-cancelled"].includes(type);
}

/** What may be stored of a workflow and those below it: each named as the interpreter does. */
function storedKeys({ name, steps }: FlowCase): readonly string[] {
  const below = steps.flatMap((step) => {
    const body = bodyOf(step);
    return [`${name} ${step.name} total`, ...(body?.kind === "flow" ? storedKeys(body.flow) : [])];
  });
  return [`${name} total`, `${name} back`, ...below];
}

/** @param key a workflow, a step of it for a step state, and a key of the values */
async function compareStored({ states }: PlayedFlow, key: string, total: number | undefined): Promise<void> {
  const names = key.split(" ");
  const [workflow, step] = names.length === 3 ? [names[0]!, names[1]!] : [names[0]!, null]; // the interpreter writes no others
  const { values } = await states.read({ workflow, step });
  const kept = step === null ? values : (values.values as Readonly<Record<string, unknown>> | undefined);
  expectEqual(`the stored ${key}`, kept?.[names.at(-1)!], total);
}
