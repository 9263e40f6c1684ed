/** What the process ends with. `--help` and the guide list them with these words. */
export const exitCodes = {
  done: 0,
  failed: 1,
  refused: 2,
  left: 3,
  store: 4,
  interrupted: 130,
  unread: 141,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** In words, for `--help`. */
export const meaningOfCodes: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [exitCodes.done, "all went well; a run succeeded"],
  [exitCodes.failed, "a run failed or was cancelled; doctor found something wrong"],
  [exitCodes.refused, "the command, the file or the input is wrong, and nothing was run"],
  [exitCodes.left, "a run did not end here: it waits in the store, or was parked"],
  [exitCodes.store, "the store cannot be read or written, or another process has the run open"],
  [exitCodes.interrupted, "stopped by Ctrl-C"],
  [exitCodes.unread, "a run was cancelled because nobody reads its output any more"],
  [exitCodes.terminated, "stopped by SIGTERM"],
];

/** The list as a text for `--help`. */
export function codesText(): string {
  const lines = meaningOfCodes.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`);
  return ["Exit codes:", ...lines].join("\n");
}
