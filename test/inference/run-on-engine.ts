import { createEngine, type Lambda, RunError, type StepContext } from "@stepspan/engine";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../support/definitions.ts";
import { earlierSteps, type LambdaRun } from "./table/lambda-case.ts";

/** What a lambda gave in a run, or the message that it threw. */
export type Outcome = { readonly value: unknown } | { readonly throws: string };

const engine = createEngine();

/**
 * Runs the step of a lambda after its earlier steps. Those that it is not to wait for end only after it, so a run in
 * which it waits for one of them fails by its timeout.
 */
export async function runOnEngine(lambda: Lambda, run: LambdaRun): Promise<Outcome> {
  const { promise: read, resolve } = Promise.withResolvers<Outcome>();
  const workflow = workflowOf(
    [
      ...earlierSteps.map((name) => earlierStep(name, run, read)),
      stepOf("reader", {
        params: [parameterOf("value", lambda)],
        run: ({ value }: { readonly value: unknown }) => resolve({ value }),
      }),
    ],
    { name: "table" },
  );
  const errors = await engine.run(workflow, run.input, { timeout: 2_000 }).then(
    () => [],
    (error: unknown) => (error instanceof RunError ? error.errors : [error]),
  );
  for (const error of errors) resolve({ throws: String(error instanceof Error ? (error.cause ?? error) : error) });
  return read;
}

function earlierStep(name: string, { outputs, skipped, waitsFor }: LambdaRun, read: Promise<unknown>) {
  const isHeld = !waitsFor.includes(name);
  return stepOf(name, {
    when: skipped?.includes(name) ? lambdaOf(() => false) : null,
    run: async (_: never, { signal }: StepContext) => {
      const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      if (isHeld) await Promise.race([read, aborted]);
      return outputs?.[name];
    },
  });
}
