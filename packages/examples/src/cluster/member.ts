import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that serves at a port of its own. */
export interface Member {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  /** When it ended, in milliseconds since the epoch; null while it runs. */
  readonly endedAt: number | null;
  /** Ends it as a crash does. Resolves when it is gone. */
  kill(): Promise<void>;
  /** With its exit code, or the signal that ended it. */
  readonly gone: Promise<number | NodeJS.Signals | null>;
}

/**
 * Starts a program that prints its port when it serves; resolves then.
 *
 * @param program the path of its file; its first parameter is its name
 * @throws Error if it ends before
 */
export async function startMember(name: string, program: string, parameters: readonly string[]): Promise<Member> {
  const flags = ["--conditions=@stepspan/source", "--disable-warning=ExperimentalWarning"];
  // It ends with its input: so none is left when this process is killed.
  const child = spawn(process.execPath, [...flags, program, name, ...parameters], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let endedAt: number | null = null;
  const gone = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("exit", (code, signal) => {
      endedAt = Date.now();
      resolve(code ?? signal);
    }),
  );
  child.stdin.on("error", () => undefined); // it has ended
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(Number(line)));
    void gone.then((end) => reject(new Error(`${name} ended (${end}) before it served.`)));
  });
  return {
    ...{ name, port, gone },
    pid: child.pid!, // it was started
    get endedAt() {
      return endedAt;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
