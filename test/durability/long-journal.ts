import { type AnyWorkflow, defineEvent, workflow } from "@stepspan/dsl";
import { createEngine, type Store } from "@stepspan/engine";
import { chain } from "../scale/shapes.ts";
import { turn } from "../support/turn.ts";

const never = defineEvent("never");

/** Workflows whose runs write about so many events, and then wait. */
export const longRuns: Readonly<Record<string, (events: number) => AnyWorkflow>> = {
  loop: (events) =>
    workflow("loop")
      .loop("again", { run: () => 1, until: () => false, maxIterations: Math.ceil(events / 4) })
      .wait("never", { event: never }),
  map: (events) =>
    workflow("map")
      .map("each", { over: Array.from({ length: Math.ceil(events / 3) }, (_, index) => index), run: () => 1 })
      .wait("never", { event: never }),
  logs: (events) =>
    workflow("logs")
      .step("talk", {
        run: async (_params, { log }) => {
          for (let line = 0; line < events; line++) {
            log.info("line");
            if (line % 1000 === 999) await undefined;
          }
        },
      })
      .wait("never", { event: never }),
  chain: (events) => chain(Math.ceil(events / 3)).wait("never", { event: never }),
};

/** Runs it until it waits, and leaves it in the store. @returns how many events it has */
export async function leaveRun(store: Store, long: AnyWorkflow, runId: string): Promise<number> {
  const engine = createEngine({ store });
  const handle = engine.start(long, undefined, { runId });
  handle.result.catch(() => undefined);
  for (let before = -1; ; ) {
    await turn();
    const events = (await store.runs.get(runId))?.events ?? 0;
    if (events > 3 && events === before) break;
    before = events;
  }
  await engine.close({ runs: "leave" });
  return (await store.runs.get(runId))?.events ?? 0;
}

/** Microseconds of processor time that it takes until the run goes on in another engine. */
export async function resumingTime(store: Store, long: AnyWorkflow, runId: string): Promise<number> {
  const engine = createEngine({ store, workflows: [long] });
  const before = process.cpuUsage();
  const handle = await engine.resume(runId);
  handle.result.catch(() => undefined);
  await turn();
  const { user, system } = process.cpuUsage(before);
  await engine.close({ runs: "leave" });
  return user + system;
}
