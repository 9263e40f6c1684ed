import type { RunEvent, StoredRun } from "@stepspan/engine";
import type { Call } from "./body-calls.ts";

/** A run that is over, and what is known of it. */
export interface WatchedRun {
  readonly run: StoredRun;
  readonly events: readonly RunEvent[];
  /** Those of its bodies, in order. */
  readonly calls: readonly Call[];
  /** How often it was taken, with its beginning. */
  readonly epoch: number;
}

/** Clocks of different processes differ by less. */
const skewMs = 10;

/** What a run shows that must not be, one sentence each, whatever happened to its processes. */
export function brokenPromises(watched: WatchedRun): readonly string[] {
  const rules = [finishesOnce, settlesOnce, callsOnlyWhatBegan, repeatsNoSuccess, keepsKeys, hasOneOwnerAtATime];
  return rules.flatMap((rule) => rule(watched)).map((problem) => `${watched.run.runId}: ${problem}`);
}

/**
 * Calls in runs that were taken from a process which was alive: it has called other bodies since. A process that is
 * killed has nothing any more, and one that is not has its runs for its term.
 *
 * @param calls those of all runs, in order
 */
export function takenFromTheLiving(calls: readonly Call[]): readonly string[] {
  const lastOf = new Map<string, number>();
  for (const { process, time } of calls) lastOf.set(process, Math.max(time, lastOf.get(process) ?? 0));
  return [...Map.groupBy(calls, ({ run }) => run).values()].flatMap((own) =>
    own.flatMap((call, at) => {
      const before = own[at - 1]?.process ?? call.process;
      if (before === call.process || lastOf.get(before)! <= call.time + skewMs) return []; // it has made a call
      return [`${call.run}: was taken from a process that was alive`];
    }),
  );
}

function finishesOnce({ run, events }: WatchedRun): string[] {
  const ends = events.filter(({ type }) => type === "run-finished").length;
  const isComplete = ends === 1 && events.at(-1)?.type === "run-finished" && events.length === run.events;
  return isComplete ? [] : [`has ${ends} ends in ${events.length} of ${run.events} events`];
}

function settlesOnce({ events }: WatchedRun): string[] {
  const paths = events.flatMap((event) => (isSettlement(event) ? [event.path] : []));
  return paths.filter((path, at) => paths.indexOf(path) !== at).map((path) => `${path} settles twice`);
}

/** An attempt is stored before its body is called (I4). */
function callsOnlyWhatBegan({ events, calls }: WatchedRun): string[] {
  const begun = new Set(
    events.flatMap((one) => (one.type === "attempt-started" ? [`${one.path} ${one.attempt}`] : [])),
  );
  const others = calls.filter(({ step, attempt }) => !begun.has(`${step} ${attempt}`));
  return others.map(({ step, attempt }) => `attempt ${attempt} of ${step} was called and is not stored`);
}

function repeatsNoSuccess({ events, calls }: WatchedRun): string[] {
  return events.flatMap((event) => {
    if (event.type !== "step-succeeded" || event.attempt === 0) return [];
    const own = calls.filter(({ step }) => step === event.path);
    if (own.length === 0) return [`${event.path} succeeded and was not called`];
    return own.some(({ time }) => time > event.time + skewMs) ? [`${event.path} was called after its success`] : [];
  });
}

/** All attempts of a step have one key, and no other step has it. */
function keepsKeys({ calls }: WatchedRun): string[] {
  const steps = new Map(calls.map(({ key, step }) => [key, step]));
  const keys = new Map(calls.map(({ key, step }) => [step, key]));
  const others = calls.filter(({ key, step }) => steps.get(key) !== step || keys.get(step) !== key);
  return others.map(({ step, key }) => `${step} has the key ${key}, and another one or another step's`);
}

/** Whoever goes on with it says so first, and the one before calls nothing any more. */
function hasOneOwnerAtATime({ events, calls, epoch }: WatchedRun): string[] {
  const restarts = events.filter((event) => event.type === "run-resumed" && event.isRestart).map(({ time }) => time);
  const problems = calls.flatMap((call, at) => {
    const before = calls[at - 1];
    if (before === undefined || before.process === call.process) return [];
    const isGivenOn = restarts.some((time) => time >= before.time - skewMs && time <= call.time + skewMs);
    return isGivenOn ? [] : [`${call.step} was called by another process, which had not taken the run over`];
  });
  return epoch > restarts.length ? problems : [...problems, `has ${restarts.length} restarts in epoch ${epoch}`];
}

function isSettlement(event: RunEvent): event is Extract<RunEvent, { readonly path: string }> {
  return /^step-(succeeded|failed|skipped|cancelled)$/.test(event.type);
}
