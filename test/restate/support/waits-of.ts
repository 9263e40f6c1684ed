import type { RestateEngine, WorkerWait } from "@stepspan/restate";

/** Which workers a run waits for, once Restate has tried to call them. */
export async function waitsOf(engine: RestateEngine, runId: string): Promise<readonly WorkerWait[]> {
  for (;;) {
    const waits = await engine.waitsForWorkers(runId);
    if (waits.length > 0 && waits.every(({ lastFailure }) => lastFailure !== null)) return waits;
  }
}
