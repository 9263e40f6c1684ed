import { type Run, RunError } from "@stepspan/engine";

/** The error of a run that is expected to fail. */
export async function failureOf(run: Promise<Run>): Promise<RunError> {
  const error: unknown = await run.then(
    (ended) => new Error(`The run was expected to fail, but it ${ended.status}.`),
    (thrown) => thrown,
  );
  if (error instanceof RunError) return error;
  throw error;
}
