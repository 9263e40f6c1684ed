import { setTimeout as delay } from "node:timers/promises";
import { createEngine, type StepContext, workflow } from "stepspan";
import { z } from "zod";

const input = z.object({ north: z.number(), south: z.number() });

async function ask({ server, ms }: { server: string; ms: number }, { signal }: StepContext): Promise<string> {
  if (ms < 0) throw new Error(`${server} is down`);
  await delay(ms, undefined, { signal });
  return `an answer from ${server}`;
}

/** Asks two servers for the same and takes what comes first. The other one is told to stop. */
export const fastest = workflow("fastest", { input })
  .step("north", { params: { server: "north", ms: ({ input }) => input.north }, run: ask })
  .step("south", { params: { server: "south", ms: ({ input }) => input.south }, run: ask })
  .race("first", { of: ["north", "south"] })
  .returns(({ stepSpan }) => stepSpan("first").output);

if (import.meta.main) {
  await using engine = createEngine();
  for (const times of [
    { north: 10, south: 60_000 },
    { north: -1, south: 10 },
  ]) {
    const run = await engine.run(fastest, times);
    console.log(run.output);
    for (const { name, status } of run.spans) console.log(`  ${name}: ${status}`);
  }
}
