import { fork } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Failure, Job, Message } from "./job.ts";

/** How long a process may take, and how much memory its old generation may have. */
export interface ProcessLimits {
  readonly timeMs: number;
  readonly memoryMegabytes: number;
}

/** The heap that a process gets unless it is told otherwise: more than any of the engines needs to finish. */
export const usualMemoryMegabytes = 4096;

/** Engines that can report home, or trace, are told not to. */
const quiet = { MASTRA_TELEMETRY_DISABLED: "1", LANGSMITH_TRACING: "false", DO_NOT_TRACK: "1", NO_COLOR: "1" };

/** Measures in a new process, and gives what it said; how it died is a failure like any other. Never rejects. */
export async function measureInProcess(job: Job, limits: ProcessLimits): Promise<readonly Message[]> {
  const messages: Message[] = [];
  const child = fork(join(import.meta.dirname, "measure-one.ts"), [JSON.stringify(job)], {
    execArgv: ["--conditions=@stepspan/source", `--max-old-space-size=${limits.memoryMegabytes}`],
    env: { ...process.env, ...quiet },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  child.on("message", (message) => messages.push(message as Message)); // nothing else is sent there
  const complaints = text(child.stderr!);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, limits.timeMs);
  const end = await new Promise<string | null>((resolve) => {
    child.on("error", (error) => resolve(String(error)));
    child.on("close", (code, signal) => resolve(code === 0 ? null : signal === null ? `exit code ${code}` : signal));
  });
  clearTimeout(timer);
  if (end === null) return messages;
  const failure = isLate ? lateAfter(limits.timeMs) : deathOf(end, limits, await complaints);
  const begun = messages.findLast((message) => message.kind === "begun");
  return [...messages, { kind: "failure", cell: begun?.cell ?? null, failure }];
}

function lateAfter(timeMs: number): Failure {
  return { kind: "time-out", message: `not done after ${timeMs / 1000} s` };
}

function deathOf(end: string, { memoryMegabytes }: ProcessLimits, complaints: string): Failure {
  if (complaints.includes("heap out of memory")) {
    return { kind: "out of memory", message: `more than ${memoryMegabytes} MB of heap` };
  }
  const said = complaints.split("\n").find((line) => /\bError\b/.test(line));
  return { kind: "crash", message: said === undefined ? end : `${end}: ${said.trim()}` };
}
