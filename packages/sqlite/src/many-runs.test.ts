import type { DatabaseSync } from "node:sqlite";
import type { RunQuery, RunStatus, StoredRun } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { openDatabase } from "./open-database.ts";
import { type RunRow, sealed } from "./run-row.ts";
import { createStoreOn } from "./store-on-database.ts";

const count = 100_000;
const statuses: readonly RunStatus[] = ["succeeded", "failed", "cancelled", "running", "paused", "parked"];

/** Every form of query that the list of runs knows, first pages and later ones. */
const queries: readonly RunQuery[] = [{}, { newestFirst: true }].flatMap((order) =>
  [{}, { after: "run-50000" }].flatMap((place) =>
    [{}, { status: "failed" }, { status: ["failed", "running"] }].flatMap((status) =>
      [{}, { workflow: "w7" }].flatMap((workflow) =>
        [{}, { startedFrom: 30_000, startedBefore: 70_000 }, { dueBefore: 60_000 }].map(
          (time) => ({ ...order, ...place, ...status, ...workflow, ...time, limit: 100 }) as RunQuery,
        ),
      ),
    ),
  ),
);

/** A store, and the texts of the statements that it prepares. */
function openedStore() {
  const database = openDatabase(temporaryFile(), "process");
  const texts = new Set<string>();
  const prepare = database.prepare.bind(database);
  database.prepare = (sql, ...options) => {
    texts.add(sql);
    return prepare(sql, ...options);
  };
  const store = createStoreOn(database, "runs.db", { classes: null, maximumValueSize: 2 ** 20 });
  onTestFinished(() => store.close());
  return { database, store, texts };
}

describe("a store of 100,000 runs", () => {
  it("walks through no table to list, take, give back or prune runs", async () => {
    const { database, store, texts } = openedStore();
    await store.open("run-50000").append(0, runEvents("run-50000", 1));
    for (const query of queries) await store.runs.list(query);
    for (const dueBefore of [{}, { dueBefore: 5 }]) {
      await store.leases.take("one", { now: 0, limit: 10, ...dueBefore });
      await store.leases.take("one", { now: 0, limit: 10, workflows: ["w7"], ...dueBefore });
    }
    const plans = [...texts].flatMap((sql) => planOf(database, sql).map((step) => `${step} of ${sql}`));
    expect(plans.length).toBeGreaterThan(30);
    // Who prunes walks through one index, from its newest end to the last run that is kept.
    const walks = plans.filter((step) => /^SCAN (runs|events|blobs|states|memos)\b(?!.*INDEX runs_by_end)/.test(step));
    expect(walks).toEqual([]);
    expect(plans.filter((step) => step.startsWith("USE TEMP B-TREE"))).toEqual([]);
  });

  it("gives the pages that a search through all of them would", { timeout: 60_000 }, async () => {
    const { database, store } = openedStore();
    const all = keepRuns(database);
    for (const query of queries) {
      const expected = all.filter((run) => isWanted(run, query));
      if (query.newestFirst) expected.reverse();
      expect(await store.runs.list(query)).toEqual(expected.slice(0, 100));
    }
    const taken = await store.leases.take("one", { now: 0, limit: 100, dueBefore: 60_000 });
    const due = all.filter(
      ({ status, dueAt, lease }) => status === "running" && lease === null && (dueAt ?? 0) < 60_000,
    );
    const first = due.toSorted((one, other) => (one.dueAt ?? -1) - (other.dueAt ?? -1)).slice(0, 100);
    expect(taken.map(({ runId }) => runId)).toEqual(first.map(({ runId }) => runId));
    expect(await store.runs.prune({ status: "failed", keep: 10_000, limit: 100 })).toBe(100);
  });
});

/** What a statement does, without the parts that are walked for other reasons. */
function planOf(database: DatabaseSync, sql: string): readonly string[] {
  if (/^(BEGIN|COMMIT|PRAGMA)/.test(sql)) return [];
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
}

/** Written by SQLite itself, of each status and of ten workflows, without events. */
function keepRuns(database: DatabaseSync): readonly StoredRun[] {
  const rows = Array.from({ length: count }, (_, index) => rowOf(index));
  database.function("cell", (index, column) => rows[Number(index)]?.[String(column) as keyof RunRow] ?? null);
  const columns = { run_id: "runId", workflow: "workflow", status: "status", started_at: "startedAt", finished_at: "finishedAt", length: "length", head: "head", due_at: "dueAt", owner: "owner", epoch: "epoch", checksum: "checksum" }; // biome-ignore format: a table
  const cells = Object.values(columns).map((column) => `cell(at, '${column}')`);
  database.exec(
    `WITH RECURSIVE numbers (at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM numbers WHERE at < ${count - 1})
    INSERT INTO runs (${Object.keys(columns).join()}) SELECT ${cells.join()} FROM numbers`,
  );
  return rows.map(({ runId, workflow, status, startedAt, finishedAt, length, dueAt, owner, epoch }) => ({
    ...{ runId, workflow, status, startedAt, finishedAt, events: length },
    dueAt: dueAt === -Infinity ? null : dueAt,
    lease: owner === null ? null : { owner, epoch },
  }));
}

function rowOf(index: number): RunRow {
  const status = statuses[index % statuses.length]!; // an index of it
  const isOver = index % statuses.length < 3;
  return sealed({
    number: index + 1,
    runId: `run-${index}`,
    workflow: `w${index % 10}`,
    status,
    startedAt: index ^ 5, // nearly in order
    finishedAt: isOver ? index + 10 : null,
    length: 2,
    head: "",
    dueAt: isOver ? null : index % 4 === 0 ? -Infinity : (index * 7919) % count,
    owner: !isOver && index % 5 === 0 ? "one" : null,
    epoch: 1,
  });
}

function isWanted(run: StoredRun, query: RunQuery): boolean {
  const { status = run.status, workflow = run.workflow, startedFrom = 0, startedBefore = Infinity, dueBefore } = query;
  const index = Number(run.runId.slice("run-".length));
  if (query.after !== undefined && (query.newestFirst ? index >= 50_000 : index <= 50_000)) return false;
  if (![status].flat().includes(run.status) || run.workflow !== workflow) return false;
  if (run.startedAt < startedFrom || run.startedAt >= startedBefore) return false;
  return dueBefore === undefined || (run.finishedAt === null && (run.dueAt ?? -1) < dueBefore);
}
