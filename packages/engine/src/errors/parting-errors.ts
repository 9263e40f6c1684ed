import { StepspanError } from "./base.ts";

const reasons = {
  closed: "its engine was closed and gave it back to the store. It goes on when an engine recovers or resumes it.",
  elsewhere: "its engine was closed. It goes on where it runs; engine.resume(runId) gives its handle.",
  waiting:
    "it waits, and nothing is left in this process that could end that, so it was given back to the store. It goes on when an engine resumes it or sends it an event.",
} as const;

/** The engine left the run to others: it is in the store as it was, and goes on when it is recovered. */
export class RunLeftError extends StepspanError {
  readonly code = "RUN_LEFT";
  readonly runId: string;

  constructor(runId: string, workflow: string, why: keyof typeof reasons = "closed") {
    super(`Run ${JSON.stringify(runId)} of workflow "${workflow}" did not end here: ${reasons[why]}`);
    this.runId = runId;
  }
}

/** The run was set aside: one process after the other ended while its steps ran. */
export class RunParkedError extends StepspanError {
  readonly code = "RUN_PARKED";
  readonly runId: string;

  constructor(runId: string, workflow: string, crashes: number) {
    super(
      `Run ${JSON.stringify(runId)} of workflow "${workflow}" was parked: ${crashes} processes in a row ended while its steps ran, and none of these had settled. Find out why, then go on with it: await engine.resume(${JSON.stringify(runId)}).`,
    );
    this.runId = runId;
  }
}
