import { setTimeout as delay } from "node:timers/promises";
import { createEngine, RunError, type StepContext, workflow } from "stepspan";

/** Copies page by page until it is told to stop: `signal` ends the wait that is under way. */
async function copyPages({ pages }: { pages: number }, { signal }: StepContext): Promise<number> {
  for (let page = 1; page <= pages; page += 1) await delay(50, undefined, { signal });
  return pages;
}

/** Takes a minute, if it is allowed to. */
export const copyBook = workflow("copy-book")
  .step("copy", { params: { pages: 1200 }, run: copyPages })
  .step("bind", {
    params: { pages: ({ stepSpan }) => stepSpan("copy").output },
    run: ({ pages }) => `a book of ${pages} pages`,
  });

if (import.meta.main) {
  await using engine = createEngine();
  const handle = engine.start(copyBook);
  setTimeout(() => handle.cancel("nobody wants the book"), 200);
  try {
    await handle.result;
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    console.log(error.message);
    for (const { name, status, duration } of error.run.spans)
      console.log(`${name}: ${status} after ${Math.round(duration)} ms`);
  }
}
