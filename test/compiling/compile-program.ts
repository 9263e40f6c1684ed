import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The compiler of the repository, to be started by Node. */
export const pinnedCompiler = join(
  dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
  "bin/tsc",
);

/** What the compiler said of a program. */
export interface Compiled {
  /** Of time, the start of the compiler included. */
  readonly milliseconds: number;
  readonly instantiations: number;
  readonly types: number;
  /** One text for each, with its place. */
  readonly errors: readonly string[];
}

/**
 * Type-checks a program from the source of the packages, under the options of the tests. It can import what they can.
 *
 * @param compiler the path of a `tsc`
 * @throws Error if the compiler itself fails, without a report
 */
export function compileProgram(program: string, compiler: string = pinnedCompiler): Compiled {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-compiling-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "program.mts"), program);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
    return compile(folder, compiler);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const configuration = {
  extends: join(root, "test/tsconfig.json"),
  compilerOptions: { skipLibCheck: true },
  files: ["program.mts"],
  include: [],
};

function compile(folder: string, compiler: string): Compiled {
  const started = performance.now();
  const parameters = [compiler, "--project", folder, "--extendedDiagnostics", "--pretty", "false"];
  const { stdout, stderr } = spawnSync(process.execPath, parameters, { encoding: "utf8", maxBuffer: 2 ** 28 });
  const milliseconds = performance.now() - started;
  const errors = stdout.split("\n").filter((line) => /(^|: )error TS\d+: /.test(line));
  const [instantiations, types] = [figure(stdout, "Instantiations"), figure(stdout, "Types")];
  if (instantiations === null || types === null) throw new Error(`The compiler failed:\n${stdout}${stderr}`);
  return { milliseconds, instantiations, types, errors };
}

function figure(report: string, name: string): number | null {
  const found = new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(report);
  return found === null ? null : Number(found[1]);
}
