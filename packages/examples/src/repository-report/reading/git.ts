import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

// The folder may come from anyone: nothing that its configuration names is started, nothing is fetched or locked.
const safeOptions = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false"];
const safeEnvironment = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};
// Set inside git's hooks, where they would point to another repository.
const foreignVariables = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/** git ended with an exit code other than 0; the message is the first line that it wrote. */
export class GitError extends Error {
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs git in a folder and gives what it writes, split at NUL.
 *
 * @throws GitError if git fails; a system error if there is no git
 */
export async function* gitRecords(
  folder: string,
  commandLine: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  const child = spawn("git", [...safeOptions, ...commandLine], {
    cwd: folder,
    env: gitEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const complaint = text(child.stderr);
  // Both are awaited below; the loop may throw first.
  exit.catch(() => undefined);
  complaint.catch(() => undefined);

  try {
    yield* recordsOf(child.stdout.setEncoding("utf8"));
    const exitCode = await exit;
    if (exitCode !== 0) throw new GitError((await complaint).split("\n", 1)[0] || `exit code ${exitCode}`, exitCode);
  } finally {
    child.kill();
  }
}

/** The first record that git writes, without the line's end; empty if it writes nothing. */
export async function gitAnswer(folder: string, commandLine: readonly string[], signal: AbortSignal): Promise<string> {
  let answer = "";
  for await (const record of gitRecords(folder, commandLine, signal)) answer ||= record;
  return answer.replace(/\n$/, "");
}

async function* recordsOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const records = (rest + chunk).split("\0");
    rest = records.pop() ?? "";
    yield* records;
  }
  if (rest !== "") yield rest;
}

function gitEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...safeEnvironment };
  for (const name of foreignVariables) delete environment[name];
  return environment;
}
