import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { commandEnvironment, commandLine, node, programs, stepspan } from "./support/command-line.ts";

const complete = async (...words: string[]) => {
  const { code, stdout, stderr } = await stepspan(["complete", "--", ...words]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((line) => line !== "");
};

/** A folder with a program `stepspan`, to be found by a shell. */
function folderWithProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-shell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "stepspan");
  writeFileSync(program, `#!/bin/sh\nexec "${[node, ...commandLine].join('" "')}" "$@"\n`);
  chmodSync(program, 0o755);
  return folder;
}

const shell = async (name: string, script: string) => {
  const folder = folderWithProgram();
  const env = commandEnvironment({ PATH: `${folder}:${process.env.PATH}` });
  const { stdout } = await promisify(execFile)(name, ["-c", script], { env, cwd: programs });
  return stdout.split("\n").filter((line) => line !== "");
};

describe("stepspan complete", () => {
  it("knows commands, options and their values", async () => {
    expect(await complete("")).toEqual(["run", "graph", "runs", "doctor", "dev", "completion", "help"]);
    expect(await complete("runs", "re")).toEqual(["resume", "rerun"]);
    expect(await complete("graph", "flows.ts", "--f")).toEqual(["--format"]);
    expect(await complete("graph", "flows.ts", "--format", "")).toEqual(["mermaid", "dot", "svg", "json"]);
    expect(await complete("runs", "list", "--status", "failed", "pa")).toEqual(["paused", "parked"]);
    expect(await complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  it("knows nothing where a file or a text is to be written", async () => {
    expect(await complete("run", "fl")).toEqual([]);
    expect(await complete("run", "flows.ts", "--store", "")).toEqual([]);
  });
});

/** Debian's places; other shells are not part of every machine. */
const isThere = (name: string) => existsSync(`/usr/bin/${name}`);

describe("the completion of a shell", () => {
  it("completes in bash, and leaves files to bash", async () => {
    const completed = (words: string) =>
      shell(
        "bash",
        `eval "$(stepspan completion bash)"; COMP_WORDS=(stepspan ${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _stepspan; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p stepspan`,
      );
    const rule = "complete -o default -F _stepspan stepspan";
    expect(await completed("runs re")).toEqual(["resume", "rerun", rule]);
    expect(await completed("graph flows.ts --format ''")).toEqual(["mermaid", "dot", "svg", "json", rule]);
    expect(await completed("run fl")).toEqual([rule]);
  });

  it.runIf(isThere("zsh"))("is read by zsh", async () => {
    const script = 'autoload -U compinit; compinit -u -D; eval "$(stepspan completion zsh)"; print $_comps[stepspan]';
    expect(await shell("zsh", script)).toEqual(["_stepspan"]);
  });

  it.runIf(isThere("fish"))("completes in fish", async () => {
    const script = 'stepspan completion fish | source; complete -C "stepspan runs re"';
    expect(await shell("fish", script)).toEqual(["rerun", "resume"]);
  });
});
