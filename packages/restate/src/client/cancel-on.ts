import type { KnownRun } from "./known-runs.ts";

/** A signal cancels the run for as long as that goes on. */
export function cancelOn(signal: AbortSignal | undefined, { run, handle }: KnownRun): void {
  if (signal === undefined) return;
  const onAbort = () => handle.cancel(signal.reason);
  if (signal.aborted) return onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  const unlisten = () => signal.removeEventListener("abort", onAbort);
  run.result.then(unlisten, unlisten);
}
