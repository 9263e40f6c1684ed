import { useState } from "react";
import { RequestError } from "../server/requests.ts";

export interface Action {
  readonly isBusy: boolean;
  /** Why it did not work the last time. */
  readonly problem: RequestError | null;
  run(work: () => Promise<unknown>): void;
}

/** Something that the server is asked for by a button: one at a time, with what it refused. */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestError | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof RequestError ? error : new RequestError(0, String(error)));
    }
    setBusy(false);
  };
  return { isBusy, problem, run: (work) => void run(work) };
}
