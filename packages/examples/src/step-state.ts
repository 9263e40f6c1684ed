import { createEngine, workflow } from "stepspan";
import { z } from "zod";

// #region workflow
/** Greets a guest. The step knows whom it greeted last time, in whichever run that was. */
export const welcome = workflow("welcome", { input: z.object({ guest: z.string() }) }).step("greet", {
  params: { guest: ({ input }) => input.guest },
  run: ({ guest }, { stepState }) => {
    const before = stepState.get("last");
    stepState.set("last", guest);
    if (before === undefined) return `${guest}, you are the first.`;
    return `${guest}, you are guest number ${stepState.processCount}, after ${before}.`;
  },
});
// #endregion

if (import.meta.main) {
  await using engine = createEngine();
  for (const guest of ["Ada", "Grace", "Barbara"]) {
    const run = await engine.run(welcome, { guest });
    console.log(run.output);
  }
}
