import type { Run } from "stepspan";
import type { LedgerEntry } from "../../../packages/examples/src/cluster/ledger.ts";
import { repeatedAttempts } from "../../../packages/examples/src/cluster/repeated-attempts.ts";
import type { Expected } from "./layered-graph.ts";

/** A process that was ended as by a crash. Times are milliseconds since the epoch. */
export interface Kill {
  readonly what: "worker" | "orchestrator" | "server";
  /** The name of the process. */
  readonly name: string;
  /** When it was told to end, and when its end was known here: others may know of it earlier. */
  readonly from: number;
  readonly until: number;
}

/** A run that is over, and what is known of it. */
export interface WatchedRun {
  readonly run: Run;
  readonly expected: ReadonlyMap<string, Expected>;
  /** Those of its bodies, in order. */
  readonly calls: readonly LedgerEntry[];
  readonly kills: readonly Kill[];
}

/** What a run shows that must not be, one sentence each, whatever happened to its processes. */
export function brokenPromises(watched: WatchedRun): readonly string[] {
  const rules = [endsAsExpected, callsWhatItRecords, repeatsNothingRecorded, repeatsOnlyWhatWasOpen, keepsKeys];
  return rules.flatMap((rule) => rule(watched)).map((problem) => `${watched.run.runId}: ${problem}`);
}

function endsAsExpected({ run, expected }: WatchedRun): string[] {
  if (run.status !== "succeeded") return [`is ${run.status}`];
  const found = new Map(run.spans.map((span) => [span.name, span]));
  return [...expected].flatMap(([name, { status, output, attempts }]) => {
    const span = found.get(name);
    const isRight = span?.status === status && (span.output ?? null) === output && span.attempts.length === attempts;
    const what = `${span?.status} ${span?.output} after ${span?.attempts.length} attempts`;
    return isRight ? [] : [`${name} is ${what} and not ${status} ${output} after ${attempts}`];
  });
}

/** Each recorded attempt was called, and no other one. */
function callsWhatItRecords({ run, calls }: WatchedRun): string[] {
  const recorded = new Set(
    run.spans.flatMap(({ path, attempts }) => attempts.map(({ number }) => `${path} ${number}`)),
  );
  const called = new Set(calls.map(({ step, attempt }) => `${step} ${attempt}`));
  return [
    ...[...recorded].filter((one) => !called.has(one)).map((attempt) => `${attempt} is recorded and was not called`),
    ...[...called].filter((one) => !recorded.has(one)).map((attempt) => `${attempt} was called and is not recorded`),
  ];
}

/** No body is called after the end of its attempt was recorded, whatever that end was. */
function repeatsNothingRecorded({ run, calls }: WatchedRun): string[] {
  const ends = new Map(
    run.spans.flatMap(({ path, attempts }) =>
      attempts.map(({ number, finishedAt }) => [`${path} ${number}`, finishedAt ?? Infinity]),
    ),
  );
  return calls.flatMap(({ step, attempt, time }) => {
    const end = ends.get(`${step} ${attempt}`) ?? Infinity;
    return time > end ? [`attempt ${attempt} of ${step} was called ${time - end} ms after its end was recorded`] : [];
  });
}

/** A body is called again only if its process, or the server, was killed meanwhile; that of an orchestrator is no reason. */
function repeatsOnlyWhatWasOpen({ calls, kills }: WatchedRun): string[] {
  return repeatedAttempts(calls).flatMap(({ before, again }) => {
    const reason = kills.find(
      ({ what, name, from, until }) =>
        until >= before.time &&
        from <= again.time &&
        (what === "server" || (what === "worker" && name === before.process)),
    );
    return reason === undefined ? [`attempt ${again.attempt} of ${again.step} was repeated for no reason`] : [];
  });
}

/** All attempts of a step have one key, and no other step of the run has it. */
function keepsKeys({ calls }: WatchedRun): string[] {
  const keys = new Map(calls.map(({ step, key }) => [step, key]));
  const steps = new Map(calls.map(({ step, key }) => [key, step]));
  const others = calls.filter(({ step, key }) => keys.get(step) !== key || steps.get(key) !== step);
  return others.map(({ step, key }) => `${step} has the key ${key}, and another one or another step's`);
}
