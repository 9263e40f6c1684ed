import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  /** What it printed as JSON, one value per line. */
  readonly printed: readonly unknown[];
  readonly stderr: string;
}

/** Where the programs are. */
export const programs = join(import.meta.dirname, "programs");
/** The Node that the repository pins, whichever one runs the tests. */
export const node = join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node");

/** Runs `programs/<name>.ts` in a process of its own until that exits by itself. */
export function runProgram(name: string, ...parameters: readonly string[]): Promise<Ended> {
  const flags = ["--conditions=@stepspan/source", "--expose-gc"];
  const child = spawn(node, [...flags, join(programs, `${name}.ts`), ...parameters], { cwd: programs });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const lines = output.stdout.split("\n").filter((line) => line !== "");
      resolve({ code, printed: lines.map((line) => JSON.parse(line)), stderr: output.stderr });
    });
  });
}
