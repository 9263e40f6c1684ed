import { createEngine, workflow } from "stepspan";

/** Asks two things at once and says them in one sentence. */
export const quickStart = workflow("quick-start")
  .step("city", { run: async () => "Vienna" })
  .step("temperature", { run: async () => 21 })
  .step("sentence", {
    params: {
      city: ({ stepSpan }) => stepSpan("city").output,
      temperature: ({ stepSpan }) => stepSpan("temperature").output,
    },
    run: ({ city, temperature }) => `${temperature} °C in ${city}`,
  });

if (import.meta.main) {
  await using engine = createEngine();
  const run = await engine.run(quickStart);
  console.log(run.output);
}
