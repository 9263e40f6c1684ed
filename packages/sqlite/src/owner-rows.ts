import type { DatabaseSync } from "node:sqlite";
import { isKnownDead, thisProcess } from "./owner-process.ts";

/** The terms of owners, whose names are as `storedName` writes them. */
export interface OwnerRows {
  /** @returns false if its term was over before */
  renew(owner: string, term: { readonly now: number; readonly until: number }): boolean;
  /** Whether it has no term, or one that has ended, or its process has. */
  isOver(owner: string, now: number): boolean;
  /** The owners of unfinished runs for whom that is so. */
  over(now: number): readonly string[];
  remove(owner: string): void;
}

/** A row of an owner; all null if there is none. */
interface OwnerRow {
  readonly until: number | null;
  readonly namespace: string | null;
  readonly process: number | null;
}

interface DeadOrAlive {
  readonly owner: string;
  readonly namespace: string;
  readonly process: number;
}

/** How long is remembered that a term is over, for the owner who comes back. */
const rememberedMs = 30 * 24 * 3600 * 1000;

export function createOwnerRows(database: DatabaseSync): OwnerRows {
  const find = database.prepare("SELECT until, namespace, process FROM owners WHERE owner = ?");
  const all = database.prepare("SELECT owner, namespace, process FROM owners");
  const put = database.prepare("INSERT OR REPLACE INTO owners (owner, until, namespace, process) VALUES (?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM owners WHERE owner = ?");
  const forget = database.prepare("DELETE FROM owners WHERE until < ?");
  // From one owner to the next through the index: there are few of them, and many runs.
  const findOwners = database.prepare(
    `WITH RECURSIVE held (owner) AS (
      SELECT min(owner) FROM runs INDEXED BY runs_by_owner WHERE due_at IS NOT NULL
      UNION ALL
      SELECT (SELECT min(runs.owner) FROM runs INDEXED BY runs_by_owner WHERE runs.owner > held.owner AND due_at IS NOT NULL)
      FROM held WHERE held.owner IS NOT NULL
    )
    SELECT held.owner, until, namespace, process FROM held LEFT JOIN owners ON owners.owner = held.owner WHERE held.owner IS NOT NULL`,
  );

  /** They never come back, and who has no row is over, too: what is killed and started again and again leaves nothing. */
  const forgetTheDead = () => {
    for (const row of all.all() as unknown as readonly DeadOrAlive[]) {
      // the columns that are asked for
      if (isKnownDead({ namespace: row.namespace, id: row.process })) remove.run(row.owner);
    }
  };

  return {
    renew(owner, { now, until }) {
      const row = find.get(owner);
      if (row === undefined) forgetTheDead();
      const held = isOfOpenTerm(row, now);
      const { namespace, id } = thisProcess();
      put.run(owner, until, namespace, id);
      forget.run(now - rememberedMs);
      return held;
    },
    isOver: (owner, now) => isOver((find.get(owner) ?? none) as unknown as OwnerRow, now), // the columns that are asked for
    over: (now) =>
      (findOwners.all() as unknown as readonly (OwnerRow & { readonly owner: string })[]) // the columns that are asked for
        .filter((row) => isOver(row, now))
        .map(({ owner }) => owner),
    remove: (owner) => void remove.run(owner),
  };
}

const none: OwnerRow = { until: null, namespace: null, process: null };

/** A new owner has had no term that could be over. */
function isOfOpenTerm(row: unknown, now: number): boolean {
  return row === undefined || (row as { until: number }).until >= now; // the column is asked for
}

function isOver({ until, namespace, process }: OwnerRow, now: number): boolean {
  if (until === null || until < now || namespace === null || process === null) return true;
  return isKnownDead({ namespace, id: process });
}
