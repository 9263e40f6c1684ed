import { setTimeout as delay } from "node:timers/promises";
import { createEngine, type Run, type StepContext, workflow } from "stepspan";

/** A service that needs so many milliseconds, and is busy at the first call. */
async function download({ ms }: { ms: number }, { attempt }: StepContext): Promise<number> {
  await delay(ms);
  if (attempt === 1) throw new Error("the service is busy");
  return ms;
}

// #region workflow
/** Two downloads, and a page from what they gave. */
export const frontPage = workflow("front-page")
  .step("weather", { params: { ms: 40 }, retry: { attempts: 2, delay: 100 }, run: download })
  .step("news", { params: { ms: 20 }, retry: { attempts: 2, delay: 30 }, run: download })
  .step("page", {
    params: {
      weather: ({ stepSpan }) => stepSpan("weather").output,
      news: ({ stepSpan }) => stepSpan("news").output,
    },
    run: ({ weather, news }) => `a page of ${weather + news}`,
  });
// #endregion

// #region report
/** What each step waited for, and the chain of steps that decided how long the run took. */
export function whereTimeWent(run: Run): string {
  const waits = run.spans.map(({ path, duration, waited: { dependencies, slot, retry } }) => {
    const parts = [dependencies, slot, retry].map(Math.round);
    return `${path}: ${Math.round(duration)} ms; waited for dependencies ${parts[0]}, a slot ${parts[1]}, a retry ${parts[2]}`;
  });
  const links = run.criticalPath.map(({ path, because, startedAt, finishedAt }) => {
    const [from, to] = [startedAt, finishedAt].map((time) => Math.round(time - run.startedAt));
    return `${from}–${to} ms: ${path || "the end of the run"} (${because})`;
  });
  return [...waits, "", "the critical path", ...links].join("\n");
}
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  console.log(whereTimeWent(await engine.run(frontPage)));
}
