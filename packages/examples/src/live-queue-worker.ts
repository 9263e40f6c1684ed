import { setTimeout as delay } from "node:timers/promises";
import { createEngine, defineEvent, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
/** A picture that somebody wants to have smaller. */
export const picture = defineEvent("picture", z.object({ name: z.string() }));

/** Makes a picture smaller, and gives the name of the small one. */
export type Shrink = (name: string) => Promise<string>;

/** Makes pictures smaller for as long as it is open: two at once, while three wait at most. */
export const shrinkPictures = workflow("shrink-pictures")
  .resources<{ shrink: Shrink }>()
  .on("shrink", {
    event: picture,
    concurrency: 2,
    capacity: 3,
    params: { name: ({ event }) => event.name },
    run: ({ name }, { resources }) => resources.require("shrink")(name),
  })
  .step("report", {
    params: { small: ({ stepSpan }) => stepSpan("shrink").output },
    run: ({ small }) => `${small.length} pictures are smaller now`,
  });
// #endregion

async function pretendToShrink(name: string): Promise<string> {
  await delay(20);
  console.log(`${name} is done`);
  return `small ${name}`;
}

if (import.meta.main) {
  await using engine = createEngine({ resources: { shrink: pretendToShrink } });
  // #region run
  const handle = engine.start(shrinkPictures, undefined, { live: true });
  for (let number = 1; number <= 8; number += 1) {
    await handle.send(picture, { name: `picture ${number}` });
    console.log(`picture ${number} is taken`);
  }
  handle.stop();
  const run = await handle.result;
  console.log(run.output);
  // #endregion
}
