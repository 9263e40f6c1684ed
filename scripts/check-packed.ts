/**
 * Packs the public packages, installs them with npm into an empty folder, runs a small program there and a workflow of it
 * by the command line, and type-checks it under TypeScript 7 and 5.9 with `skipLibCheck: false`. Needs `tsc --build` to have run.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const compilers = { "typescript-7": "typescript@7.0.2", "typescript-5.9": "typescript@5.9" };
const expected = '{"status":"succeeded","output":"hello, WORLD","order":["greet","shout","join"]}';

/** The last line is none of JavaScript: without it a loader would have nothing to do. */
const flow = `import { workflow } from "stepspan";
import { z } from "zod";

export const greeting = workflow("greeting", { input: z.object({ name: z.string() }) })
  .step("greet", { run: async () => "hello" })
  .step("shout", { params: { name: ({ input }) => input.name }, run: ({ name }) => name.toUpperCase() })
  .step("join", {
    params: { left: ({ stepSpan }) => stepSpan("greet").output, right: ({ stepSpan }) => stepSpan("shout").output },
    run: ({ left, right }) => left + ", " + right,
  });

export type Greeting = typeof greeting;
`;

const program = `import { createEngine } from "stepspan";
import { greeting } from "./flow.js";

const engine = createEngine();
const run = await engine.run(greeting, { name: "world" });
const output: string = run.output;
console.log(JSON.stringify({ status: run.status, output, order: run.spans.map((span) => span.name) }));
await engine.close();
`;

const folder = mkdtempSync(join(tmpdir(), "stepspan-packed-"));
try {
  const tarballs = pack(join(folder, "tarballs"));
  const consumer = join(folder, "consumer");
  createConsumer(consumer);
  run(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      ...tarballs,
      "zod@4",
      "vitest@5",
      "@opentelemetry/api@1.9",
      "@types/node@24",
      ...aliases(),
    ],
    consumer,
  );
  for (const name of Object.keys(compilers)) {
    run("node", [compilerOf(consumer, name), "--project", "tsconfig.json", "--noEmit"], consumer);
    report(`type-checks under ${name}`);
  }
  run("node", [compilerOf(consumer, "typescript-7"), "--project", "tsconfig.json"], consumer);
  const printed = run("node", ["program.js"], consumer).trim();
  if (printed !== expected) throw new Error(`The packed program printed ${printed} instead of ${expected}.`);
  report("runs its program");
  for (const name of [
    "@stepspan/engine",
    "@stepspan/engine/reading",
    "@stepspan/engine/testing",
    "@stepspan/dsl",
    "@stepspan/sqlite",
    "@stepspan/otel",
    "@stepspan/restate",
    "stepspan",
  ]) {
    run("node", ["--input-type=module", "--eval", `await import(${JSON.stringify(name)})`], consumer);
    report(`imports ${name}`);
  }
  run("node", [join(consumer, "node_modules/vitest/vitest.mjs"), "run"], consumer);
  report("runs a test with @stepspan/vitest");
  checkCommandLine(consumer);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `pnpm pack` writes the versions of the workspace in place of `workspace:*`. */
function pack(target: string): string[] {
  mkdirSync(target);
  for (const name of ["engine", "dsl", "sqlite", "otel", "restate", "stepspan", "vitest", "studio", "cli"]) {
    // pnpm names itself to the scripts that it runs.
    run(process.env.npm_execpath ?? "pnpm", ["pack", "--pack-destination", target], join(root, "packages", name));
  }
  return readdirSync(target).map((file) => join(target, file));
}

/** A file of a user, as it is and through the loader of Nodes that do not strip types. */
function checkCommandLine(consumer: string): void {
  const stepspan = (...words: string[]) => run("npx", ["--no-install", "stepspan", ...words], consumer).trim();
  const input = ["--input", '{"name":"world"}'];
  same("runs a workflow by npx", stepspan("run", "flow.ts", ...input, "--store", "runs.db"), '"hello, WORLD"');
  const main = "node_modules/@stepspan/cli/dist/main.js";
  const [flag, words] = ["--no-experimental-strip-types", ["run", "flow.ts", ...input]];
  same("runs it through a loader", run("node", [flag, main, ...words], consumer).trim(), '"hello, WORLD"');
  const [graph] = run("node", [main, "graph", "flow.ts"], consumer).split("\n", 1);
  same("draws it", graph, "flowchart TD");
  const [, name, status] = run("node", [main, "runs", "list", "--store", "runs.db"], consumer).split("\t");
  same("lists its runs", `${name} ${status}`, "greeting succeeded");
}

function same(fact: string, printed: string | undefined, wanted: string): void {
  if (printed !== wanted) throw new Error(`The packed command line printed ${printed} instead of ${wanted}: ${fact}.`);
  report(`the command line ${fact}`);
}

function createConsumer(consumer: string): void {
  mkdirSync(consumer);
  const compilerOptions = { target: "es2024", module: "nodenext", strict: true, skipLibCheck: false, types: ["node"] };
  writeFileSync(join(consumer, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts", "flow.ts"] }));
  writeFileSync(join(consumer, "program.ts"), program);
  writeFileSync(join(consumer, "flow.ts"), flow);
  writeFileSync(join(consumer, "program.test.js"), readFileSync(join(root, "scripts/packed-program.test.js"), "utf8"));
}

function aliases(): string[] {
  return Object.entries(compilers).map(([alias, version]) => `${alias}@npm:${version}`);
}

function compilerOf(consumer: string, alias: string): string {
  return join(consumer, "node_modules", alias, "bin/tsc");
}

function run(command: string, parameters: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, parameters, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }; // execFileSync adds what was printed
    throw new Error(
      `${command} ${parameters.join(" ")} failed in the packed consumer:\n${stdout ?? ""}${stderr ?? ""}`,
      { cause: error },
    );
  }
}

function report(fact: string): void {
  console.log(`packed: ${fact}`);
}
