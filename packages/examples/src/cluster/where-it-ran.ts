import type { LedgerEntry } from "./ledger.ts";
import type { Member } from "./member.ts";

/** A line for each worker: how many bodies it called, and what became of it. */
export function whereItRan(entries: readonly LedgerEntry[], workers: readonly Member[]): readonly string[] {
  const byProcess = Map.groupBy(entries, ({ process }) => process);
  return workers.map(({ name, pid, endedAt }) => {
    const calls = String(byProcess.get(name)?.length ?? 0).padStart(5);
    return `${name.padEnd(10)} process ${String(pid).padEnd(8)} ${calls} calls${endedAt === null ? "" : "  killed"}`;
  });
}
