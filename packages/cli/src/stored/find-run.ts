import { suggest } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import type { SqliteReader } from "@stepspan/sqlite";
import type { StoredRun } from "stepspan";
import { CommandError } from "../outcome/command-error.ts";
import { commandText } from "../running/command-text.ts";

/** So many runs, the newest ones, are looked through for the beginning of an id. */
const searched = 1000;

/** Shorter beginnings are no ids: a slip of the hand would name a run. */
const shortest = 4;

/**
 * The run of an id, or of the beginning of one, if that is clear.
 *
 * @param store its path, for the message of the error
 * @throws CommandError that lists those it may be
 */
export async function findRun({ runs }: SqliteReader, given: string, store: string): Promise<StoredRun> {
  const exact = await runs.get(given);
  if (exact !== null) return exact;
  const newest = await runs.list({ newestFirst: true, limit: searched });
  const found = given.length < shortest ? [] : newest.filter(({ runId }) => runId.startsWith(given));
  if (found.length === 1) return found[0]!; // there is one
  const shown = visibleText(JSON.stringify(given));
  if (found.length === 0) {
    const near = visibleText(
      suggest(
        given,
        newest.map(({ runId }) => runId),
      ),
    );
    throw new CommandError(
      `The store ${JSON.stringify(store)} has no run ${shown}.${near} List its runs: ${commandText("list", ["--store", store])}`,
    );
  }
  const list = found.slice(0, 10).map(({ runId, workflow }) => `  ${visibleText(runId)}  ${visibleText(workflow)}`);
  throw new CommandError(`Several runs begin with ${shown}. Give more of the id:`, { details: list });
}
