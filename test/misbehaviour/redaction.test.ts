import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, type EngineOptions, memoryStore, type Run, type Store } from "stepspan";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFile } from "../support/temporary-file.ts";
import { type Canaries, namedCanaries, runCanaries, writtenCanaries } from "./canaries.ts";

/** All that can be seen from outside of the runs, as text, by where it was seen. */
type Seen = Readonly<
  Record<"store" | "files" | "observers" | "events" | "snapshots" | "runs" | "pictures" | "console", string>
>;

function shown(value: unknown): string {
  const all = { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity, getters: true, showHidden: true };
  return inspect(value, all);
}

async function textOf(store: Store): Promise<string> {
  const events = await Promise.all((await store.runs.list()).map(({ runId }) => store.open(runId).read(0, Infinity)));
  const keys = [
    { workflow: "everything", step: null },
    { workflow: "everything", step: "work" },
  ];
  return shown([events, await Promise.all(keys.map((key) => store.states.read(key)))]);
}

/** The bytes of the database and of all files beside it. */
function textOfFolder(path: string): string {
  const folder = dirname(path);
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "latin1"))
    .join("");
}

interface SeenStore {
  readonly store: Store;
  /** What another reader of the store is given. */
  read(): Promise<string>;
  /** What is in its files, all of them. */
  bytes(): string;
}

const stores: Readonly<Record<string, () => SeenStore>> = {
  memory: () => {
    const store = memoryStore();
    return { store, read: () => textOf(store), bytes: () => "" };
  },
  sqlite: () => {
    const path = temporaryFile();
    const [store, reader] = [sqliteStore(path), sqliteStore(path)];
    onTestFinished(() => {
      store.close();
      reader.close();
    });
    return { store, read: () => textOf(reader), bytes: () => textOfFolder(path) };
  },
};

async function collected(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

function picturesOf(run: Run): string {
  const drawn = (["graph", "waterfall"] as const).map((view) => run.toSvg({ view }));
  return [...drawn, JSON.stringify(run.toChromeTrace())].join();
}

async function see(canaries: Canaries, kind: string, redact: EngineOptions["redact"]): Promise<Seen> {
  const told: unknown[] = [];
  for (const method of ["error", "warn", "log", "info", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...given) => void told.push(given));
  }
  const { store, read, bytes } = stores[kind]!();
  const observed: string[] = [];
  const onEvent = (event: unknown) => void observed.push(shown(event));
  const engine = createEngine({ store, observers: [{ onEvent }], ...(redact === undefined ? {} : { redact }) });
  const following: Promise<unknown>[] = [];
  const handles = await runCanaries(engine, canaries, ({ events }) => following.push(collected(events)));
  const snapshots = await Promise.all(handles.map((handle) => handle.snapshot()));
  const runs = await Promise.all(handles.map(({ runId }) => engine.runs.get(runId)));
  const events = await Promise.all(following);
  await engine.close();
  return {
    store: await read(),
    files: bytes(),
    observers: observed.join(),
    events: shown(events),
    snapshots: JSON.stringify(snapshots),
    runs: shown(runs.map((run) => [run, run?.spans, run?.errors, run?.state])),
    pictures: runs.map((run) => (run === undefined ? "" : picturesOf(run))).join(),
    console: told.map(shown).join(),
  };
}

/** The entries whose canaries are in a text. */
function entriesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/~canary ([\w ,]+)~/g)].map((match) => match[1]!))].sort();
}

/** What steps emit is told and not kept. */
const emitted = /^(emitted event|item of a stream)/;

const kinds = { "under the name of a secret": namedCanaries, "in free text": writtenCanaries };

afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(kinds))("a secret %s, in any entry of a run,", (_, create) => {
  it.each(Object.keys(stores))("is nowhere outside, with a store of the kind %s", async (kind) => {
    const canaries = create();
    const seen = await see(canaries, kind, canaries.redact);
    expect(canaries.entries.size).toBeGreaterThan(60);
    for (const [where, text] of Object.entries(seen))
      expect([where, entriesIn(text), text.includes("~canary")]).toEqual([where, [], false]);
    expect(seen.store).toMatch(/\[redacted\]|\(gone\)/);
  });

  it.each(Object.keys(stores))("is everywhere without redaction, with a store of the kind %s", async (kind) => {
    const canaries = create();
    const seen = await see(canaries, kind, undefined);
    const all = [...canaries.entries].sort();
    const kept = all.filter((entry) => !emitted.test(entry) || entry.startsWith("item of a stream"));
    expect(all.length).toBeGreaterThan(60);
    expect(entriesIn(seen.observers + seen.store)).toEqual(all);
    expect(entriesIn(seen.events + seen.store)).toEqual(all);
    expect(entriesIn(seen.store)).toEqual(kept);
    expect(entriesIn(seen.pictures).length).toBeGreaterThan(5);
    expect(seen.console).toBe("");
    // A text that lies on two pages of a file is not found there.
    expect(entriesIn(seen.files).length).toBeGreaterThan(kind === "memory" ? -1 : kept.length * 0.8);
  });
});
