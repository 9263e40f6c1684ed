import { createEngine, type StepContext, workflow } from "stepspan";

/** A service with bad days: it refuses the first call, never answers the second and does the third. */
async function askService(_: object, { attempt, signal }: StepContext): Promise<string> {
  if (attempt === 1) throw new Error("503 Service Unavailable");
  if (attempt === 2) await new Promise((_resolve, reject) => signal.addEventListener("abort", reject));
  return "forty-two";
}

/** Asks until there is an answer: up to four times, each for at most 100 ms, after waits of 50, 100 and 200 ms. */
export const askPatiently = workflow("ask-patiently").step("ask", {
  retry: { attempts: 4, delay: 50, backoff: "exponential" },
  timeout: 100,
  run: askService,
});

if (import.meta.main) {
  await using engine = createEngine();
  const run = await engine.run(askPatiently);
  for (const { number, startedAt, error } of run.span("ask").attempts) {
    console.log(`attempt ${number} after ${Math.round(startedAt - run.startedAt)} ms: ${error?.message ?? run.output}`);
  }
}
