import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** The Node that the repository pins, whichever one runs the tests. */
export const node = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node");

const main = join(import.meta.dirname, "../../../packages/cli/src/main.ts");

/** What Node gets to run the command line from its source. */
export const commandLine: readonly string[] = ["--conditions=@stepspan/source", main];

/** Where the programs of the tests are: the folder in which commands run. */
export const programs = join(import.meta.dirname, "../programs");

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** What Node gets besides. */
  readonly flags?: readonly string[];
  readonly cwd?: string;
}

/** The variables of commands: those of this process without what would change colours or the store. */
export function commandEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, STEPSPAN_STORE: _store, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...more };
}

/** A command that goes on. */
export interface StartedCommand {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves with all that is on standard output once this text is part of it. */
  printed(text: string): Promise<string>;
}

/** Runs `stepspan <words>` without a terminal until it ends by itself. */
export function stepspan(words: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return startStepspan(words, options).ended;
}

/** Starts `stepspan <words>` without a terminal. */
export function startStepspan(words: readonly string[], options: CommandOptions = {}): StartedCommand {
  const { env, stdin = "", flags = [], cwd = programs } = options;
  const child = spawn(node, [...flags, ...commandLine, ...words], { cwd, env: commandEnvironment(env) });
  onTestFinished(() => void child.kill("SIGKILL"));
  const written = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      written[stream] += text;
    });
  }
  child.stdin.on("error", () => undefined); // a command that does not read it may be over
  child.stdin.end(stdin);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...written }));
  });
  const printed = (text: string) =>
    new Promise<string>((resolve) => {
      const look = () => {
        if (!written.stdout.includes(text)) return;
        child.stdout.off("data", look);
        resolve(written.stdout);
      };
      child.stdout.on("data", look);
      look();
    });
  return { child, ended, printed };
}

/** Without what differs from run to run: ids and spans of time. */
export function steady(text: string): string {
  return text
    .replaceAll(/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, "RUN")
    .replaceAll(/\d+(\.\d+)? m?s\b/g, "TIME")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "MOMENT")
    .replaceAll(/file:\/\/\S*\/programs\//g, "PROGRAMS/");
}
