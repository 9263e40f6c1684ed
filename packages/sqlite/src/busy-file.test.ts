import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { startProgram } from "../../../test/support/child-program.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { sqliteStore } from "./sqlite-store.ts";

describe("a file that another process has locked", () => {
  it("stops no timers: what is to be written waits, and is written in order", async () => {
    const path = temporaryFile();
    const store = sqliteStore(path);
    onTestFinished(() => store.close());
    const lockedMs = 400;
    const child = startProgram(join(import.meta.dirname, "fixtures/lock-for-a-while.ts"), path, String(lockedMs));
    await once(child.stdout, "data");
    const started = performance.now();
    let [ticks, isWritten] = [0, false];
    const timer = setInterval(() => ticks++, 1);
    onTestFinished(() => clearInterval(timer));
    const events = runEvents("r", 30);
    const journal = store.open("r");
    const writes: unknown[] = [];
    for (let position = 0; position < 30; position += 10) {
      writes.push(journal.append(position, events.slice(position, position + 10)));
      await new Promise((resolve) => setImmediate(resolve)); // the first one has been tried
    }
    const written = Promise.all(writes).then(() => {
      isWritten = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isWritten).toBe(false);
    await written;
    expect(performance.now() - started).toBeGreaterThan(50);
    expect(ticks).toBeGreaterThan(5); // a wait in place would let none through
    expect(await store.open("r").read(0, Infinity)).toEqual(events);
  });

  it("is waited for in place by who closes the store", async () => {
    const path = temporaryFile();
    const store = sqliteStore(path);
    const child = startProgram(join(import.meta.dirname, "fixtures/lock-for-a-while.ts"), path, "200");
    await once(child.stdout, "data");
    const written = store.open("r").append(0, runEvents("r", 3));
    await new Promise((resolve) => setImmediate(resolve));
    store.close();
    await written;
    const reader = new DatabaseSync(path, { readOnly: true });
    onTestFinished(() => reader.close());
    expect({ ...reader.prepare("SELECT count(*) AS events FROM events").get() }).toEqual({ events: 3 });
  });
});
