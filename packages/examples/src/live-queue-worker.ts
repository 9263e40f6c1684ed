import { setTimeout as delay } from "node:timers/promises";
import { createEngine, defineEvent, type StepContext, workflow } from "stepspan";
import { z } from "zod";

/** A picture that somebody wants to have smaller. */
export const picture = defineEvent("picture", z.object({ name: z.string(), size: z.number().positive() }));

/** Stands for real work. */
async function shrink({ name, size }: { name: string; size: number }, { signal }: StepContext): Promise<string> {
  await delay(size, undefined, { signal });
  return `${name}.small`;
}

/** Makes pictures smaller as long as it is open: two at once, and no more than three that wait. */
export const shrinkPictures = workflow("shrink-pictures")
  .on("shrink", {
    event: picture,
    concurrency: 2,
    capacity: 3,
    continueOnError: true,
    params: { name: ({ event }) => event.name, size: ({ event }) => event.size },
    run: shrink,
  })
  .step("report", {
    params: { done: ({ stepSpan }) => stepSpan("shrink", { default: null })?.output ?? [] },
    run: ({ done }) => `${done.length} pictures are smaller now`,
  });

if (import.meta.main) {
  await using engine = createEngine();
  const handle = engine.start(shrinkPictures, undefined, { live: true });
  for (let number = 1; number <= 10; number += 1) {
    await handle.send(picture, { name: `picture ${number}`, size: 20 });
    console.log(`picture ${number} is taken`);
  }
  handle.stop();
  const run = await handle.result;
  console.log(run.output);
}
