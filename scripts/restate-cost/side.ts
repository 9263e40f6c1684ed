import type { Job } from "./graph.ts";

/** A way to do the jobs. */
export interface Side {
  readonly name: string;
  /** The processes that serve it. */
  readonly roles: readonly string[];
  /** Does a run of the job; gives the values of all its steps. */
  run(job: Job): Promise<readonly unknown[]>;
}
