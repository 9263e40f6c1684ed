import { DatabaseSync } from "node:sqlite";
import { workflow } from "@stepspan/dsl";
import { createEngine, SerializationError, StoreError } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { openDatabase } from "./open-database.ts";
import { sqliteStore } from "./sqlite-store.ts";
import { createStoreOn, type DatabaseSettings } from "./store-on-database.ts";

const usual = { classes: null, maximumValueSize: 2 ** 20 };

/** A store, and the connection that it uses. */
function openedStore(settings: DatabaseSettings = usual) {
  const path = temporaryFile();
  const database = openDatabase(path, "process");
  const store = createStoreOn(database, path, settings);
  onTestFinished(() => store.close());
  return { path, database, store };
}

async function failureOf(promise: unknown): Promise<string> {
  const failure = await Promise.resolve(promise).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(failure).toBeInstanceOf(StoreError);
  return (failure as Error).message.replace(/"\/.*?"/, '"PATH"');
}

describe("a write that fails", () => {
  it("for want of room leaves the journal as it was, wherever it fails, and goes on when there is room", async () => {
    for (let room = 0; room < 12; room++) {
      const { database, store } = openedStore();
      const events = runEvents("r", 150, "pad ".repeat(100));
      const journal = store.open("r");
      await journal.append(0, events.slice(0, 3));
      const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
      database.exec(`PRAGMA max_page_count = ${pages + room}`);
      let acknowledged = 3;
      let message = "";
      while (message === "") {
        const append = Promise.resolve(journal.append(acknowledged, events.slice(acknowledged, acknowledged + 3)));
        await append.then(() => { acknowledged += 3; }, async () => { message = await failureOf(append); }); // biome-ignore format: one line
      }
      expect(message).toBe(
        'The store "PATH" could not write to the journal of run "r": the disk is full (database or disk is full). Make room on the disk.',
      );
      expect(await journal.read(0, Infinity)).toEqual(events.slice(0, acknowledged));
      database.exec("PRAGMA max_page_count = 100000");
      await journal.append(acknowledged, events.slice(acknowledged));
      expect(await store.open("r").read(0, Infinity)).toEqual(events);
    }
  });

  it("fails all that were to be committed with it, each by its own name", async () => {
    const { database, store } = openedStore();
    database.exec("PRAGMA query_only = ON");
    const writes = [
      store.open("a").append(0, runEvents("a", 1)),
      store.states.write({ workflow: "w", step: null }, 0, { a: 1 }),
    ];
    const reason =
      "it can only be read (attempt to write a readonly database). Give the process the right to write to the file and to its folder.";
    expect(await Promise.all(writes.map(failureOf))).toEqual([
      `The store "PATH" could not write to the journal of run "a": ${reason}`,
      `The store "PATH" could not write the flow state of workflow "w": ${reason}`,
    ]);
    database.exec("PRAGMA query_only = OFF");
    expect((await store.runs.list()).map(({ runId }) => runId)).toEqual([]);
    await store.open("a").append(0, runEvents("a", 1));
    expect((await store.runs.list()).map(({ runId }) => runId)).toEqual(["a"]);
  });

  it("because another process holds the file says so", async () => {
    const { path, store } = openedStore({ ...usual, busyTimeoutMs: 1 });
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    expect(await failureOf(store.open("r").append(0, runEvents("r", 1)))).toBe(
      'The store "PATH" could not write to the journal of run "r": another process kept it locked for more than 5 s (database is locked). End the process that holds a transaction open, or give each process a file of its own.',
    );
    other.exec("ROLLBACK");
    other.close();
    await store.open("r").append(0, runEvents("r", 1));
  });

  it("because the store is closed says so, and so does a read", async () => {
    const { store } = openedStore();
    const journal = store.open("r");
    const waiting = journal.append(0, runEvents("r", 1));
    await null;
    store.close();
    await waiting; // closing writes what waits
    expect(await failureOf(journal.append(1, runEvents("r", 2).slice(1)))).toContain(
      'write to the journal of run "r": it is closed (',
    );
    expect(await failureOf((async () => journal.read(0, 1))())).toContain(
      'read the journal of run "r": it is closed (',
    );
    expect(await failureOf((async () => store.runs.list())())).toContain("list its runs: it is closed (");
    store.close();
  });
});

describe("what cannot be written", () => {
  it("is refused alone: a value that is too large", async () => {
    const { store } = openedStore();
    const large = store.open("large").append(0, runEvents("large", 1, "x".repeat(2 ** 20)));
    const small = store.open("small").append(0, runEvents("small", 1));
    await expect(large).rejects.toThrow(SerializationError);
    await expect(large).rejects.toThrow("takes more than 1048576 characters and bytes");
    await small;
    expect((await store.runs.list()).map(({ runId }) => runId)).toEqual(["small"]);
  });

  it("is refused: events out of their place, and a run without its beginning", async () => {
    const { store } = openedStore();
    expect(await failureOf(store.open("r").append(0, runEvents("r", 3).slice(1)))).toBe(
      'Event 2 of run "r" is not in its place: those that are appended at 0 have the sequence numbers from 1 on. Give them in order.',
    );
    const headless = runEvents("r", 2)
      .slice(1)
      .map((event) => ({ ...event, sequence: 1 }));
    expect(await failureOf(store.open("r").append(0, headless))).toBe(
      'The journal of run "r" would begin with "variable-set". Begin it with "run-started".',
    );
  });
});

describe("a run on a store that fails", () => {
  it("fails with the error of the store, and leaves what was acknowledged", async () => {
    const { database, store } = openedStore();
    const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${pages + 4}`);
    await using engine = createEngine({ store });
    let large = workflow("large").step("first", { run: () => 1 });
    for (let index = 0; index < 20; index++)
      large = large.step(`step${index}`, { run: () => "x".repeat(5000) }) as never; // of another type each time
    const failure = await engine.run(large, undefined, { runId: "r" }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: "STORE", message: expect.stringContaining("the disk is full") });
    const events = await store.open("r").read(0, Infinity);
    expect(events.map(({ type }) => type)).not.toContain("run-finished");
  });
});

describe("a step whose output is too large", () => {
  it.each([
    ["text", "takes more than 1048576 characters and bytes", "x".repeat(2 ** 20)],
    [
      "objects",
      "takes more than 1048576 characters and bytes",
      Array.from({ length: 2 ** 16 }, () => ({ text: "some text" })),
    ],
    ["bytes", "holds more than 1048576 bytes", new Uint8Array(2 ** 20 + 1)],
  ])("fails, and not the run: %s", { timeout: 30_000 }, async (_, problem, large) => {
    const { store } = openedStore();
    await using engine = createEngine({ store });
    let isCleanedUp = false;
    const tolerant = workflow("tolerant")
      .step("large", { run: () => large, continueOnError: true })
      .step("cleanup", {
        dependsOn: ["large"],
        run: () => {
          isCleanedUp = true;
        },
      });
    const run = await engine.run(tolerant, undefined, { runId: "r" });
    expect(run.status).toBe("succeeded");
    expect(isCleanedUp).toBe(true);
    expect(run.span("large").error?.cause).toMatchObject({
      name: "SerializationError",
      message: `The output of step "large" cannot be recorded: it ${problem}. Keep what is large in a file or a database, and pass on where it is.`,
    });
    const events = await store.open("r").read(0, Infinity);
    expect(events.at(-1)).toMatchObject({ type: "run-finished", status: "succeeded" });
  });
});

describe("what cannot be read", () => {
  it("names its run: a value that is larger than the store takes", async () => {
    const { path, store } = openedStore();
    await store.open("r").append(0, runEvents("r", 1, "x".repeat(2000)));
    const strict = sqliteStore(path, { maximumValueSize: 1000 });
    onTestFinished(() => strict.close());
    expect(() => strict.open("r").read(0, Infinity)).toThrow(
      'The journal of run "r" cannot be read: The value .input of event 1 ("run-started") cannot be read back: it takes more than 1000 characters and bytes.',
    );
  });
});

describe("two stores on one file", () => {
  it("see what the other has written, and refuse each other's positions", async () => {
    const { path, store } = openedStore();
    const other = sqliteStore(path);
    onTestFinished(() => other.close());
    const events = runEvents("r", 4);
    const [mine, others] = [store.open("r"), other.open("r")];
    await mine.append(0, events.slice(0, 2));
    await others.append(2, events.slice(2, 3));
    expect(await failureOf(mine.append(2, events.slice(2)))).toBe(
      'The journal of run "r" holds 3 events, not 2: another writer was here. Start the run under a runId of its own.',
    );
    await mine.append(3, events.slice(3));
    expect(await others.read(0, Infinity)).toEqual(events);
  });
});
