import type { Closed, LeftBehind, ManyRuns, Sample } from "./many-runs.ts";

/** What the heap may do once caches, compiled code and stores are as full as they get. */
export interface HeapLimits {
  /** So many runs do not count. */
  readonly warmUpRuns: number;
  /** How far apart its largest and its smallest size may be. */
  readonly spreadBytes: number;
  /** How much it may grow with each run, in the mean. */
  readonly bytesPerRun: number;
}

/** What the heap did after the warm-up. */
export interface HeapCourse {
  readonly smallestBytes: number;
  readonly largestBytes: number;
  /** By the straight line that fits the samples best, so that no single one decides. */
  readonly bytesPerRun: number;
}

const megabyte = 1_000_000;

/** @throws Error if fewer than three samples are left after the warm-up */
export function heapCourse(samples: readonly Sample[], warmUpRuns: number): HeapCourse {
  const counted = samples.filter(({ runs }) => runs >= warmUpRuns);
  if (counted.length < 3) {
    throw new Error(
      `${counted.length} samples follow the warm-up of ${warmUpRuns} runs. Make more runs, or more samples: a course needs 3.`,
    );
  }
  const sizes = counted.map(({ heapBytes }) => heapBytes);
  return { smallestBytes: Math.min(...sizes), largestBytes: Math.max(...sizes), bytesPerRun: slopeOf(counted) };
}

/** What must not be, one sentence each. */
export function soakProblems(left: LeftBehind, { runs, exitMs }: ManyRuns, limits: HeapLimits): readonly string[] {
  const { samples, wide, closed, end, stderr } = left;
  const complaints = stderr === "" ? "" : ` It complained:\n${stderr}`;
  if (closed === null) {
    return [`The process ended (${end}) after ${samples.at(-1)?.runs ?? 0} of ${runs} runs.${complaints}`];
  }
  const problems = [...heapProblems(samples, limits), ...closedProblems(closed)];
  for (const sample of samples) {
    if (sample.listeners === 0) continue;
    problems.push(`The caller's signal had ${sample.listeners} listeners after ${sample.runs} runs were over, not 0.`);
  }
  for (const { steps, listenersInside } of wide) {
    if (listenersInside === 1) continue;
    problems.push(
      `The caller's signal had ${listenersInside} listeners during a run of ${steps} steps at once, not 1.`,
    );
  }
  if (end === "SIGKILL") problems.push(`The process had not exited ${exitMs} ms after its engines were closed.`);
  else if (end !== 0) problems.push(`The process ended with ${end}, not 0.`);
  if (stderr !== "") problems.push(`The process complained:\n${stderr}`);
  return problems;
}

function heapProblems(samples: readonly Sample[], limits: HeapLimits): string[] {
  const { smallestBytes, largestBytes, bytesPerRun } = heapCourse(samples, limits.warmUpRuns);
  const problems: string[] = [];
  if (largestBytes - smallestBytes > limits.spreadBytes) {
    const [smallest, largest, spread] = [smallestBytes, largestBytes, limits.spreadBytes].map(inMegabytes);
    problems.push(
      `The heap was between ${smallest} and ${largest} after the first ${limits.warmUpRuns} runs, more than ${spread} apart.`,
    );
  }
  if (bytesPerRun > limits.bytesPerRun) {
    problems.push(
      `The heap grew by ${bytesPerRun.toFixed(1)} bytes with each run, more than ${limits.bytesPerRun}: something of every run is kept.`,
    );
  }
  return problems;
}

function closedProblems({ unexpected, warnings, listeners, alive, processListeners }: Closed): string[] {
  const problems = Object.entries(unexpected).map(([found, count]) => `${count} runs ended otherwise: ${found}.`);
  for (const warning of warnings) problems.push(`Node warned: ${warning}`);
  if (listeners > 0) problems.push(`The caller's signal has ${listeners} listeners after the engines were closed.`);
  if (processListeners > 0)
    problems.push(`The process has ${processListeners} listeners after the engines were closed.`);
  if (alive.length > 0) problems.push(`The closed engines keep the process alive: ${alive.join(", ")}.`);
  return problems;
}

/** Bytes per run, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanRuns = mean(samples.map(({ runs }) => runs));
  const meanBytes = mean(samples.map(({ heapBytes }) => heapBytes));
  const across = mean(samples.map(({ runs, heapBytes }) => (runs - meanRuns) * (heapBytes - meanBytes)));
  return across / mean(samples.map(({ runs }) => (runs - meanRuns) ** 2));
}

function inMegabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}
