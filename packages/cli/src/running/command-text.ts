import { visibleText } from "@stepspan/engine/reading";

/** How the command line is called again for a run. */
export function commandText(act: string, words: readonly string[]): string {
  return visibleText(["stepspan", "runs", act, ...words.map(shellWord)].join(" "));
}

/** As a shell takes it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
