import pty from "@lydell/node-pty";
import xterm from "@xterm/headless";
import { onTestFailed, onTestFinished } from "vitest";
import { commandEnvironment, commandLine, node, programs, steady } from "./command-line.ts";

/** A command in a pseudo-terminal, and the picture that a person would see. */
export interface TerminalCommand {
  /** The lines of the screen, without blanks at their ends and empty lines below. */
  readonly lines: readonly string[];
  /** The same with what has scrolled out at the top. */
  readonly history: readonly string[];
  /** All that was written, with its escape codes. */
  readonly written: string;
  /** Whether the cursor can be seen. */
  readonly hasCursor: boolean;
  /** Resolves when the picture is so. @throws Error with the last picture if the command ends before */
  until(isSo: (lines: readonly string[]) => boolean): Promise<void>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** How it ended, when all that it wrote is on the screen. */
  readonly ended: Promise<{ readonly code: number; readonly signal: number }>;
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `stepspan <words>` in a terminal of its own. */
export function inTerminal(words: readonly string[], options: TerminalOptions = {}): TerminalCommand {
  const { columns: cols = 100, rows = 24, env = {} } = options;
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
  const command = pty.spawn(node, [...commandLine, ...words], {
    ...{ name: env.TERM ?? "xterm-256color", cols, rows, cwd: programs },
    env: { ...commandEnvironment(), ...env },
  });
  const listeners = new Set<() => void>();
  let hasCursor = true;
  let written = "";
  let pending = 0;
  let exit: { readonly code: number; readonly signal: number } | null = null;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  screen.parser.registerCsiHandler({ prefix: "?", final: "l" }, ([mode]) => {
    if (mode === 25) hasCursor = false;
    return false;
  });
  screen.parser.registerCsiHandler({ prefix: "?", final: "h" }, ([mode]) => {
    if (mode === 25) hasCursor = true;
    return false;
  });
  command.onData((text) => {
    pending += 1;
    written += text;
    screen.write(text, () => {
      pending -= 1;
      tell();
    });
  });
  command.onExit(({ exitCode, signal = 0 }) => {
    exit = { code: exitCode, signal };
    tell();
  });
  onTestFinished(() => {
    if (exit === null) process.kill(command.pid, "SIGKILL");
    last = allLines(0);
    screen.dispose();
  });

  let last: readonly string[] = [];
  onTestFailed(() => console.error(`The last picture:\n${last.join("\n")}`));

  const allLines = (from: number) => {
    const { active } = screen.buffer;
    const lines = Array.from(
      { length: active.length - from },
      (_, at) => active.getLine(from + at)?.translateToString(true) ?? "",
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
  };
  const when = <Value>(ready: () => Value | undefined): Promise<Value> =>
    new Promise((resolve, reject) => {
      const look = () => {
        try {
          const value = ready();
          if (value === undefined) return;
          listeners.delete(look);
          resolve(value);
        } catch (thrown) {
          listeners.delete(look);
          reject(thrown);
        }
      };
      listeners.add(look);
      look();
    });
  const ended = () => (exit !== null && pending === 0 ? exit : undefined);

  return {
    get lines() {
      return allLines(screen.buffer.active.baseY);
    },
    get history() {
      return allLines(0);
    },
    get written() {
      return written;
    },
    get hasCursor() {
      return hasCursor;
    },
    until(isSo) {
      return when(() => {
        if (isSo(this.lines)) return null;
        if (ended() !== undefined)
          throw new Error(`It ended before that, with this picture:\n${this.history.join("\n")}`);
        return undefined;
      }).then(() => undefined);
    },
    type: (keys) => command.write(keys),
    resize(columns, height) {
      screen.resize(columns, height);
      command.resize(columns, height);
    },
    get ended() {
      return when(ended);
    },
  };
}

/** Lines of a picture without what differs from run to run: times, the length of bars, how far the spinner has turned. */
export function shape(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    steady(line)
      .replaceAll(/[░█]+( +[░█]+)*/g, "▇")
      .replaceAll(/ {2,}/g, "  ")
      .replace(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u, "*"),
  );
}
