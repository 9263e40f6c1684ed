#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";
import { createOutput } from "./outcome/output.ts";

const output = createOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  exit: (code) => process.exit(code),
});
await output.end(await runCommandLine(process.argv.slice(2), { output, stdin: process.stdin }));
