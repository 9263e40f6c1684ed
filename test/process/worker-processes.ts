import { type ChildProcess, spawn } from "node:child_process";
import { node, programs } from "./run-program.ts";

/** A program that runs until it is killed or told to stop. */
export interface Worker {
  /** Resolves when it has printed its first line; rejects if it ends before. */
  readonly ready: Promise<void>;
  /** Ends it as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end by itself. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** What it wrote to its standard error. */
  readonly complaints: string;
}

/** Starts `programs/<name>.ts` in a process of its own. */
export function startWorker(name: string, ...parameters: readonly string[]): Worker {
  const flags = ["--conditions=@stepspan/source", "--disable-warning=ExperimentalWarning"];
  const child = spawn(node, [...flags, `${programs}/${name}.ts`, ...parameters], { cwd: programs });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const gone = new Promise<number | null>((resolve) => child.on("close", resolve));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    ready: firstOutput(child, gone),
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    get complaints() {
      return complaints;
    },
  };
}

async function firstOutput(child: ChildProcess, gone: Promise<unknown>): Promise<void> {
  const printed = new Promise<"printed">((resolve) => child.stdout?.once("data", () => resolve("printed")));
  child.stdout?.resume();
  if ((await Promise.race([printed, gone])) !== "printed") throw new Error("The program ended before it was ready.");
}
