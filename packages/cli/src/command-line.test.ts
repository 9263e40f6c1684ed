import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { createProgram, runCommandLine } from "./command-line.ts";
import { exitCodes, meaningOfCodes } from "./outcome/exit-codes.ts";
import { createOutput, type OutputStream } from "./outcome/output.ts";

/** A stream that keeps what is written to it. */
function keptStream() {
  const stream = { written: "", isTTY: false, columns: 100, rows: 24, on: () => stream, off: () => stream };
  return Object.assign(stream, {
    write(text: string) {
      stream.written += text;
      return true;
    },
  }) as unknown as OutputStream & { readonly written: string }; // what an output needs of a stream
}

function surroundings() {
  const [stdout, stderr] = [keptStream(), keptStream()];
  const exit = (): never => {
    throw new Error("The process was ended.");
  };
  const output = createOutput({ stdout, stderr, env: {}, exit });
  return { stdout, stderr, output, stdin: (async function* () {})() };
}

const typed = async (...words: string[]) => {
  const { stdout, stderr, output, stdin } = surroundings();
  const code = await runCommandLine(words, { output, stdin });
  return { code, stdout: stdout.written, stderr: stderr.written };
};

function commandsBelow(command: Command): readonly Command[] {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((below) => below.name() !== "help");
  return visible.flatMap((below) => (below.commands.length > 0 ? commandsBelow(below) : [below]));
}

function wordsOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...wordsOf(command.parent), command.name()];
}

const { output, stdin } = surroundings();
const commands = commandsBelow(createProgram({ output, stdin, endWith: () => undefined }, () => undefined)).map(
  wordsOf,
);

describe("the help", () => {
  it("of the program lists its commands and exit codes", async () => {
    expect(await typed("--help")).toEqual({
      code: 0,
      stderr: "",
      stdout: `Usage: stepspan [options] [command]

Runs workflows of Stepspan, and shows what became of them.

Options:
  -V, --version                      print the version
  -h, --help                         print this help

Commands:
  run [options] <file> [workflow]    run a workflow and print what it returns
  graph [options] <file> [workflow]  draw the steps of a workflow and what they wait for
  runs                               list, show, resume, rerun, cancel runs of a store; send events
  doctor [options] <store>           look for what is wrong with a store
  dev [options] [file]               show the workflows of a file and their runs on a web page
  completion <shell>                 print a script that completes commands in a shell
  help [command]                     print the help of a command

Exit codes:
    0  all went well; a run succeeded
    1  a run failed or was cancelled; doctor found something wrong
    2  the command, the file or the input is wrong, and nothing was run
    3  a run did not end here: it waits in the store, or was parked
    4  the store cannot be read or written, or another process has the run open
  130  stopped by Ctrl-C
  141  a run was cancelled because nobody reads its output any more
  143  stopped by SIGTERM
`,
    });
  });

  it("knows all exit codes", () => {
    expect(meaningOfCodes.map(([code]) => code)).toEqual(Object.values(exitCodes));
  });

  it("has the exit codes of the guide", () => {
    const guide = readFileSync(join(import.meta.dirname, "../../../docs/command-line.md"), "utf8");
    const rows = [...guide.matchAll(/^\| (\d+) \| (.+) \|$/gm)].map(([, code, meaning]) => [Number(code), meaning]);
    expect(rows).toEqual(meaningOfCodes);
  });

  it("has found the commands", () => {
    expect(commands.map((words) => words.join(" "))).toEqual([
      ...["run", "graph", "runs list", "runs show", "runs resume", "runs rerun", "runs cancel", "runs send"],
      ...["doctor", "dev", "completion"],
    ]);
  });

  it.each(commands.map((words) => [words.join(" ")]))(
    "of %s says what it does, with examples that begin as it is typed",
    async (command) => {
      const words = command.split(" ");
      const { code, stdout, stderr } = await typed(...words, "--help");
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout.startsWith(`Usage: stepspan ${command} `)).toBe(true);
      const examples = [...stdout.matchAll(/^ {2}\$ (.+)$/gm)].map(([, example]) => example!);
      expect(examples.length).toBeGreaterThan(0);
      expect(examples.filter((example) => !example.includes(`stepspan ${command}`))).toEqual([]);
      expect(stdout.split("\n").filter((line) => line.length > 130)).toEqual([]);
      expect(await typed("help", ...words.slice(0, 1))).toMatchObject({ code: 0 });
    },
  );
});

describe("what is mistyped", () => {
  it.each([
    [["rn"], "error: unknown command 'rn'\n(Did you mean run?)\n"],
    [["runs", "lst"], "error: unknown command 'lst'\n(Did you mean list?)\n"],
    [["run"], "error: missing required argument 'file'\n"],
    [["run", "--jsn"], "error: unknown option '--jsn'\n(Did you mean --json?)\n"],
    [["run", "f.ts", "-c", "none"], "error: option '-c, --concurrency <number>' argument 'none' is invalid. Give a whole number of at least 1.\n"],
    [["run", "f.ts", "-q", "api"], "error: option '-q, --queue <name=number>' argument 'api' is invalid. Give a name and a number: \"api=4\".\n"],
    [["\u001b[2J"], "error: unknown command '\\u001b[2J'\n"],
  ])("is refused with 2 and said on standard error: %j", async (words, stderr) => {
    expect(await typed(...words)).toEqual({ code: 2, stdout: "", stderr });
  }); // biome-ignore format: texts

  it("gets the list of commands if there is nothing at all", async () => {
    const { code, stdout, stderr } = await typed();
    expect([code, stdout, stderr.split("\n", 1)[0]]).toEqual([2, "", "Usage: stepspan [options] [command]"]);
  });
});
