import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { node, programs } from "./run-program.ts";

/** What is to be done in one process. */
export interface ManyRuns {
  readonly runs: number;
  /** How often the heap is looked at. */
  readonly samples: number;
  /** How many events the usual store keeps; null for its default. */
  readonly keepEvents: number | null;
  /** How long the process may take to exit once its engines are closed. */
  readonly exitMs: number;
}

/** How it stands after so many runs. */
export interface Sample {
  readonly runs: number;
  /** In use after a collection. */
  readonly heapBytes: number;
  /** On the caller's signal. */
  readonly listeners: number;
  /** Of time, for each run since the sample before. */
  readonly wallMicroseconds: number;
  /** Of the processor, for each run since the sample before: other programs disturb it little. */
  readonly processorMicroseconds: number;
}

/** How a run of very many steps went, each of which used its signal. */
export interface WideRun {
  readonly steps: number;
  /** The most that the caller's signal had meanwhile. */
  readonly listenersInside: number;
}

/** What is left when the engines are closed. */
export interface Closed {
  /** How often runs ended otherwise than their kind does, by kind and status. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
  readonly listeners: number;
  /** What keeps the process alive. */
  readonly alive: readonly string[];
  readonly processListeners: number;
}

/** What very many runs left behind. */
export interface LeftBehind {
  readonly samples: readonly Sample[];
  readonly wide: readonly WideRun[];
  /** Null if the process ended before. */
  readonly closed: Closed | null;
  /** The exit code; a signal if it had to be killed, or was. */
  readonly end: number | NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs `programs/many-runs.ts` until it exits by itself; kills it if it does not once its engines are closed. */
export async function makeManyRuns(plan: ManyRuns, onSample: (sample: Sample) => void): Promise<LeftBehind> {
  const parameters = [plan.runs, plan.samples, plan.keepEvents ?? "default"].map(String);
  const flags = ["--conditions=@stepspan/source", "--expose-gc"];
  const child = spawn(node, [...flags, `${programs}/many-runs.ts`, ...parameters], { cwd: programs });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [samples, wide]: [Sample[], WideRun[]] = [[], []];
  let closed: Closed | null = null;
  let limit: NodeJS.Timeout | undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const printed = JSON.parse(line) as Sample | WideRun | Closed; // the program prints nothing else
    if ("steps" in printed) wide.push(printed);
    else if ("heapBytes" in printed) {
      samples.push(printed);
      onSample(printed);
    } else {
      closed = printed;
      limit = setTimeout(() => child.kill("SIGKILL"), plan.exitMs);
    }
  });
  const end = await ended;
  clearTimeout(limit);
  return { samples, wide, closed, end, stderr };
}
