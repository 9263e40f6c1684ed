import { createEngine, type RunError, workflow } from "stepspan";
import { z } from "zod";

function check({ name, broken }: { name: string; broken: readonly string[] }): string {
  if (broken.includes(name)) throw new Error(`The ${name} are wrong`);
  return `The ${name} are right`;
}

/**
 * Runs both checks to their end although one may fail, and says how it went.
 * The failures are not tolerated: the run fails, but nothing that only looks at settled spans is lost with them.
 */
export const checkAll = workflow("check-all", {
  input: z.object({ broken: z.array(z.string()) }),
  failFast: false,
})
  .step("types", { params: { name: "types", broken: ({ input }) => input.broken }, run: check })
  .step("tests", { params: { name: "tests", broken: ({ input }) => input.broken }, run: check })
  .step("allFailed", {
    when: ({ stepSpan }) =>
      stepSpan("types", { settled: true }).status === "failed" &&
      stepSpan("tests", { settled: true }).status === "failed",
    run: () => "Everything is wrong.",
  })
  .step("oneSucceeded", {
    when: ({ stepSpan }) =>
      stepSpan("types", { settled: true }).status === "succeeded" ||
      stepSpan("tests", { settled: true }).status === "succeeded",
    run: () => "Something is right.",
  })
  .step("noneFailed", {
    when: ({ stepSpan }) =>
      stepSpan("types", { settled: true }).status !== "failed" &&
      stepSpan("tests", { settled: true }).status !== "failed",
    run: () => "Nothing is wrong.",
  })
  .step("publish", { dependsOn: ["types", "tests"], run: () => "Published." });

if (import.meta.main) {
  await using engine = createEngine();
  for (const broken of [[], ["types"], ["types", "tests"]]) {
    const run = await engine.run(checkAll, { broken }).catch((error: RunError) => error.run);
    console.log(`${broken.length} of 2 checks broken, the run ${run.status}`);
    for (const { name, status } of run.spans) console.log(`  ${name}: ${status}`);
  }
}
