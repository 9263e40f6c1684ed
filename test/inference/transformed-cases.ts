import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as engine from "@stepspan/engine";
import { build, type TransformOptions, transformSync } from "esbuild";
import { createInstrumenter } from "istanbul-lib-instrument";
import type { LambdaCase } from "./table/lambda-case.ts";

const folder = fileURLToPath(new URL("table/", import.meta.url));

/** The table after a minifier. */
export function minifiedCases(): readonly LambdaCase[] {
  return casesOf((source) => compiled(source, { minify: true }));
}

/** The table in a language without `?.` and `??`. */
export function loweredCases(): readonly LambdaCase[] {
  return casesOf((source) => compiled(source, { target: "es2019" }));
}

/** The table with the counters of a coverage tool in it. */
export function instrumentedCases({ minify = false } = {}): readonly LambdaCase[] {
  return casesOf((source, file) => {
    const script = transformSync(source, { loader: "ts" }).code;
    const instrumented = createInstrumenter({ esModules: true, compact: false }).instrumentSync(script, file);
    return compiled(instrumented, { minify });
  });
}

/** The table as one minified module that brings its own copy of the engine, as an application would. */
export async function bundledCases(): Promise<readonly LambdaCase[]> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}lambda-cases.ts`],
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    conditions: ["@stepspan/source"],
    write: false,
  });
  return exportsOf(outputFiles[0]!.text, () => engine).lambdaCases;
}

function compiled(source: string, options: TransformOptions): string {
  return transformSync(source, { loader: "ts", format: "cjs", ...options }).code;
}

interface TableModule {
  readonly lambdaCases: readonly LambdaCase[];
}

/** Loads the modules of the table, each changed as a whole. */
function casesOf(change: (source: string, file: string) => string): readonly LambdaCase[] {
  const load = (file: string): TableModule => {
    const source = readFileSync(folder + file, "utf8");
    return exportsOf(change(source, file), (name) => (name.startsWith(".") ? load(basename(name)) : engine));
  };
  return load("lambda-cases.ts").lambdaCases;
}

function exportsOf(script: string, require: (name: string) => unknown): TableModule {
  const module = { exports: {} as TableModule };
  new Function("module", "exports", "require", script)(module, module.exports, require);
  return module.exports;
}
