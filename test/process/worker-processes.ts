import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { node, programs } from "./run-program.ts";

/** A program that runs until it ends by itself, is killed or told to stop. */
export interface Worker {
  readonly pid: number;
  /** Resolves when it has printed its first line; rejects if it ends before. */
  readonly ready: Promise<void>;
  /** The first value that it prints for which this is true, now or before; rejects if it ends without it. */
  printed<Value>(isMeant: (value: Value) => boolean): Promise<Value>;
  /** Writes a line to its standard input. */
  tell(line: string): void;
  /** Sends it a signal, and does not wait for what comes of it. */
  signal(name: NodeJS.Signals): void;
  /** Ends it as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end by itself. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** With its exit code, or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals | null>;
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
  child.stdin.on("error", () => undefined); // it has ended
  const gone = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal)),
  );
  const values: unknown[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    values.push(JSON.parse(line));
    for (const listener of listeners) listener();
  });
  const printed = <Value>(isMeant: (value: Value) => boolean): Promise<Value> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = values.findIndex((value) => isMeant(value as Value)); // who asks knows what is printed
        if (found !== -1) resolve(values[found] as Value);
        return found !== -1;
      };
      if (look()) return;
      listeners.add(look);
      void gone.then((end) => look() || reject(new Error(`The program ended (${end}) before that: ${complaints}`)));
    });
  const ready = printed(() => true).then(() => undefined);
  ready.catch(() => undefined); // nobody need wait for it
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return gone;
  };
  return {
    pid: child.pid!, // it was started
    ready,
    printed,
    tell: (line) => void child.stdin.write(`${line}\n`),
    signal: (signal) => void child.kill(signal),
    kill: async () => void (await end("SIGKILL")),
    stop: async () => {
      const ended = await end("SIGTERM");
      return typeof ended === "number" ? ended : null;
    },
    gone,
    get complaints() {
      return complaints;
    },
  };
}
