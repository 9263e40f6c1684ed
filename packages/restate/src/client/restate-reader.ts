import { type Codec, type RunIndex, type Store, type StoredRun, StoreError } from "@stepspan/engine";
import { chunkKey, metaKey } from "../orchestrator/kept-events.ts";
import type { Admin } from "./admin.ts";
import { behindChunks, RestateJournal } from "./restate-journal.ts";
import { listRuns } from "./run-list.ts";
import { isStateOf, type RunPlace, type RunPlaces } from "./run-places.ts";
import { problemIn, storedRunOf } from "./stored-meta.ts";

/** What a reader of runs is made from. */
export interface ReaderParts {
  readonly admin: Admin;
  readonly places: RunPlaces;
  readonly codec: Codec;
  /** In errors. */
  readonly adminUrl: string;
  /** Called with each run that is shown. */
  readonly see: (run: StoredRun) => void;
}

/** The runs that Restate keeps, as a store: what would write is refused with a StoreError, since runs write themselves. */
export function createRestateReader(parts: ReaderParts): Store {
  const { places } = parts;
  const refuse = (act: string) => () => {
    throw new StoreError(
      `The runs in Restate at ${parts.adminUrl} are only read here, so nobody can ${act}: they write themselves. Start and steer them with the engine: createRestateEngine({ ingressUrl, adminUrl }).`,
    );
  };
  return {
    open(runId) {
      let journal: RestateJournal | null = null;
      return {
        append: refuse(`write to the journal of run ${JSON.stringify(runId)}`),
        async read(position, limit) {
          if (journal === null) {
            const place = await places.find(runId);
            if (place === null) return [];
            journal = new RestateJournal(parts, place);
          }
          return journal.read(position, limit);
        },
      };
    },
    runs: createIndex(parts, refuse("remove runs. Restate does that itself, by the retention of serveWorkflows")),
    leases: {
      renew: refuse("renew a lease"),
      take: refuse("take runs"),
      release: refuse("give runs back"),
    },
    states: { read: refuse("read states"), write: refuse("write states") },
    memos: { read: refuse("read memos"), write: refuse("write memos"), prune: refuse("remove memos") },
    durations: { read: () => new Map(), note: refuse("note durations") },
    isShared: true,
  };
}

function createIndex({ admin, places, see }: ReaderParts, prune: RunIndex["prune"]): RunIndex {
  return {
    prune,
    async get(runId) {
      const place = await places.find(runId);
      if (place === null) return null;
      const run = await storedRun(admin, place);
      if (run === null)
        places.forget(runId); // it is not kept any more, or has not begun yet
      else see(run);
      return run;
    },
    async list(query = {}) {
      const runs = await listRuns(admin, places, query);
      for (const run of runs) see(run);
      return runs;
    },
  };
}

/** Why a run could not go on, as it said itself; null if it did not. */
export async function storedProblem(admin: Admin, place: RunPlace): Promise<string | null> {
  const sql = `select value_utf8 as text from state where ${isStateOf(place)} and key = '${metaKey}' limit 1`;
  const [row] = await admin.query<{ readonly text: string }>(sql);
  return row === undefined ? null : problemIn(row.text);
}

interface LastRow {
  readonly key: string;
  readonly count: number | null;
  readonly text: string | null;
}

/** What it says in brief, and its last chunk, which tells how many events there are by now. */
export async function storedRun(admin: Admin, place: RunPlace): Promise<StoredRun | null> {
  const isWanted = `(key = '${metaKey}' or (key >= '${chunkKey(0)}' and key < '${behindChunks}'))`;
  const [meta, last] = await admin.query<LastRow>(
    `select key, json_length(value_utf8) as count, case when key = '${metaKey}' then value_utf8 end as text from state where ${isStateOf(place)} and ${isWanted} order by key desc limit 2`,
  );
  if (meta?.key !== metaKey) return null;
  const events = last === undefined ? 0 : Number(last.key.slice(1)) + (last.count ?? 0);
  return storedRunOf(place.runId, meta.text ?? "", events);
}
