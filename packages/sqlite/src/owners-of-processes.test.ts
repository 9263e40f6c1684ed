import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { startProgram } from "../../../test/support/child-program.ts";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { runEvents } from "./fixtures/run-events.ts";
import { isKnownDead, thisProcess } from "./owner-process.ts";
import { sqliteStore } from "./sqlite-store.ts";

function openedStore(path = temporaryFile()) {
  const store = sqliteStore(path);
  onTestFinished(() => store.close());
  return store;
}

describe("an owner whose process was killed", () => {
  it("is over at once: a restart does not wait for the term of its predecessor", async () => {
    const path = temporaryFile();
    const child = startProgram(join(import.meta.dirname, "fixtures/own-until-killed.ts"), path, "killed");
    await once(child.stdout, "data");
    const store = openedStore(path);
    const take = async () => store.leases.take("restarted", { now: Date.now(), limit: 10 });
    expect(await take()).toEqual([]);
    expect(await store.leases.take("restarted", { now: Date.now(), runId: "r", limit: 1 })).toEqual([]);
    child.kill("SIGKILL");
    await once(child, "close");
    expect(await take()).toEqual([
      { runId: "r", workflow: "w", lease: { owner: "restarted", epoch: 2 }, isOrphan: true },
    ]);
  });
});

describe("an owner", () => {
  const lease = { owner: "one", epoch: 1 };

  it("of this process has its term, whatever its name", async () => {
    const store = openedStore();
    await store.leases.renew("one", { now: 0, until: 1000 });
    await store.open("r", lease).append(0, runEvents("r", 1));
    expect(await store.leases.take("two", { now: 1000, limit: 10 })).toEqual([]);
  });

  it("of another machine has its term, though no process here has its id", async () => {
    const path = temporaryFile();
    const store = openedStore(path);
    await store.leases.renew("one", { now: 0, until: 1000 });
    await store.open("r", lease).append(0, runEvents("r", 1));
    const other = new DatabaseSync(path);
    other.exec("UPDATE owners SET namespace = 'linux of another machine', process = 999999999");
    other.close();
    expect(await store.leases.take("two", { now: 1000, limit: 10 })).toEqual([]);
    expect(await store.leases.take("two", { now: 1001, limit: 10 })).toHaveLength(1);
  });
});

describe("a new owner", () => {
  it("clears away those whose processes are dead, and nobody else; their runs are free", async () => {
    const path = temporaryFile();
    const store = openedStore(path);
    for (const owner of ["killed", "elsewhere", "here"]) await store.leases.renew(owner, { now: 0, until: 1000 });
    await store.open("r", { owner: "killed", epoch: 1 }).append(0, runEvents("r", 1));
    const other = new DatabaseSync(path);
    other.exec("UPDATE owners SET process = 999999999 WHERE owner <> 'here'");
    other.exec("UPDATE owners SET namespace = 'linux of another machine' WHERE owner = 'elsewhere'");
    const owners = () => other.prepare("SELECT owner FROM owners").all();
    await store.leases.renew("here", { now: 10, until: 1010 });
    expect(owners()).toHaveLength(3);
    await store.leases.renew("new", { now: 10, until: 1010 });
    expect(owners()).toEqual([{ owner: "elsewhere" }, { owner: "here" }, { owner: "new" }]);
    other.close();
    expect(await store.leases.take("new", { now: 10, limit: 10 })).toMatchObject([{ runId: "r", isOrphan: true }]);
  });
});

describe("a process", () => {
  it("is known to be dead if its id is that of none here", () => {
    const { namespace, id } = thisProcess();
    expect(id).toBe(process.pid);
    expect(isKnownDead({ namespace, id: 999_999_999 })).toBe(true);
    for (const living of [process.pid, process.ppid, 1]) expect(isKnownDead({ namespace, id: living })).toBe(false);
    expect(isKnownDead({ namespace: "elsewhere", id: 999_999_999 })).toBe(false);
  });
});
