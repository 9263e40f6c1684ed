import { DatabaseSync } from "node:sqlite";

/** How often each run of a file was taken, with its beginning, by its id; of runs that are over, too. */
export function epochsIn(path: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("SELECT run_id, epoch FROM runs").all();
  database.close();
  return new Map(rows.map(({ run_id: runId, epoch }) => [String(runId), Number(epoch)]));
}
