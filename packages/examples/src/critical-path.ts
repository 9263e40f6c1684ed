import { setTimeout as delay } from "node:timers/promises";
import { createEngine, workflow } from "stepspan";

/** Stands for work that takes so many milliseconds. */
async function work({ ms }: { ms: number }): Promise<void> {
  await delay(ms);
}

// #region workflow
/** A release. What takes longest begins with the recording, which is written last of the four that can begin at once. */
export const release = workflow("release")
  .step("icons", { estimate: "40ms", params: { ms: 40 }, run: work })
  .step("pages", { estimate: "50ms", params: { ms: 50 }, run: work })
  .step("prices", { estimate: "30ms", params: { ms: 30 }, run: work })
  .step("record", { estimate: "30ms", params: { ms: 30 }, run: work })
  .step("cut", { estimate: "90ms", dependsOn: ["record"], params: { ms: 90 }, run: work })
  .step("publish", { dependsOn: ["icons", "pages", "prices", "cut"], run: () => "published" });
// #endregion

// #region engine
if (import.meta.main) {
  for (const schedule of ["fifo", "critical-path"] as const) {
    await using engine = createEngine({ concurrency: 2, schedule });
    const run = await engine.run(release);
    console.log(`${schedule}: ${Math.round(run.duration ?? 0)} ms, ${run.spans.map(({ name }) => name).join(", ")}`);
  }
}
// #endregion
