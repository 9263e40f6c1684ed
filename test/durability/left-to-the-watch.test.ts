import { createEngine, memoryStore, type RunEvent, type RunHandle } from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { describe, it } from "vitest";
import type { NotedCall } from "../support/crashing-host.ts";
import { type Stop, stoppingStore } from "../support/stopping-store.ts";
import { turn } from "../support/turn.ts";
import { termMs } from "../support/world.ts";
import { answeredForms } from "./all-forms.ts";
import { checkPlayed, outcomeOfRun } from "./check-played.ts";

const runId = "run-1";

/**
 * A process stops, and nobody asks the next one to recover its run, which wakes it when it is due or gets an event.
 *
 * @param mostSent how many events are sent to it; it waits for further ones
 */
async function playByItself(stop: Stop | null, mostSent: number) {
  const [kept, clock] = [memoryStore(), createManualClock()];
  const calls: NotedCall[] = [];
  const events = () => kept.open(runId).read(0, Infinity) as readonly RunEvent[]; // in memory they are there at once
  const build = () =>
    answeredForms.build(({ path, idempotencyKey: key, attempt }) => {
      calls.push({ path, key, attempt, stored: events().length });
    });
  const engineOn = (stopAt: Stop | null) => {
    const store = stoppingStore(kept, stopAt);
    return { store, engine: createEngine({ store, clock, workflows: [build()], recover: true }) };
  };
  const first = engineOn(stop);
  first.engine.start(build(), undefined, { runId });
  await turn();
  let current = first;
  let unchanged = 0;
  for (let count = 0; (await kept.runs.get(runId))?.finishedAt == null; count++) {
    if (count > 400) throw new Error("The run does not come to its end.");
    const before = events().length;
    clock.advance(current.store.isStopped ? termMs + 1 : termMs / 4);
    await turn();
    if (current.store.isStopped) current = engineOn(null);
    unchanged = events().length === before ? unchanged + 1 : 0;
    if (unchanged < 12 || current.store.isStopped) continue;
    if (events().filter(({ type }) => type === "event-sent").length === mostSent) break;
    unchanged = 0;
    const { engine } = current;
    const handle = { send: (event: string, data: unknown) => engine.send(runId, event, data) } as RunHandle; // all that is used of it
    void answeredForms.onQuiet(handle, events());
    await turn();
  }
  const run = (await current.engine.runs.get(runId))!;
  await current.engine.close();
  return { run, events: events(), calls, writes: [first.store.writes], acknowledged: 0 };
}

describe("a run that is left to an engine which recovers by itself", () => {
  it.each([0, 1, 3, 6])(
    "comes as far as without a crash, wherever its process stops, though nobody sends more than %i events",
    {
      timeout: 600_000,
    },
    async (mostSent) => {
      const undisturbed = await playByItself(null, mostSent);
      const expected = outcomeOfRun(undisturbed.run);
      for (let write = 1; write < undisturbed.writes[0]!; write++) {
        for (const when of write === 1 ? (["after"] as const) : (["before", "after"] as const)) {
          try {
            checkPlayed(await playByItself({ write, when }, mostSent), expected);
          } catch (cause) {
            throw new Error(`stopped ${when} write ${write}`, { cause });
          }
        }
      }
    },
  );
});
