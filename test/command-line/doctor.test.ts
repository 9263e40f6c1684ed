import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { startStepspan, steady, stepspan } from "./support/command-line.ts";
import { stepsByHand } from "./support/steps-by-hand.ts";

function newStore(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "runs.db");
}

const doctor = async (store: string, ...words: string[]) => {
  const { code, stdout, stderr } = await stepspan(["doctor", store, ...words]);
  const text = steady(stdout).replaceAll(store, "STORE").replaceAll(/\d+(\.\d)? k?B/g, "SIZE").replace(/SQLite {4}.+/, "SQLite    RELEASE"); // biome-ignore format: one line
  return { code, stderr, stdout: text.replaceAll(/process \d+/g, "process ID") };
};

const run = (store: string, workflow: string) => stepspan(["run", "flows.ts", workflow, "--store", store, "--quiet"]);

function change(store: string, sql: string): void {
  const database = new DatabaseSync(store);
  database.exec(sql);
  database.close();
}

describe("stepspan doctor", () => {
  it("says that nothing is wrong, what the store holds, and who has what is open", async () => {
    const store = newStore();
    await run(store, "failing");
    await run(store, "approval");
    const steps = await stepsByHand();
    startStepspan(["run", "held-flows.ts", "branches", "--store", store], { env: steps.env });
    await steps.begun("left");
    await steps.begun("right");
    expect(await doctor(store)).toEqual({
      code: 0,
      stderr: "",
      stdout: `STORE
  size      SIZE, and SIZE in its log
  schema    version 3
  SQLite    RELEASE
  contents  3 runs, 22 events, 0 states, 0 memos

Open: 2 runs
  RUN  approval  running  given back: no process has it
  RUN  branches  running  in process ID, alive

✔ Nothing is wrong.
`,
    });
  });

  it("names runs whose process has ended, and parked ones", async () => {
    const store = newStore();
    const steps = await stepsByHand();
    const killed = startStepspan(["run", "held-flows.ts", "branches", "--store", store], { env: steps.env });
    await steps.begun("right");
    killed.child.kill("SIGKILL");
    await killed.ended;
    const { code, stdout } = await doctor(store);
    expect(code).toBe(1);
    expect(stdout.split("\n").slice(6)).toEqual([
      "Open: 1 run",
      "  RUN  branches  running  in process ID, dead",
      "",
      "Wrong: 1 thing",
      '✖ Run "RUN" of workflow "branches" is running, but its process ID has ended. Go on with it: stepspan runs resume RUN \'<file>\' --store STORE',
      "",
    ]);
    const json = JSON.parse((await stepspan(["doctor", store, "--json"])).stdout) as object;
    expect(json).toMatchObject({
      facts: { schemaVersion: 3, counts: { runs: 1 } },
      open: [{ workflow: "branches", owner: { kind: "dead" } }],
      problems: [expect.stringContaining("has ended")],
    });
  });

  it("names each damaged run, and looks at the others all the same", async () => {
    const store = newStore();
    for (const workflow of ["failing", "failing", "approval"]) await run(store, workflow);
    change(store, "UPDATE events SET json = replace(json, 'second', 'SECOND') WHERE run = 1 AND sequence = 5");
    change(store, "UPDATE runs SET status = 'succeeded' WHERE number = 2");
    const { code, stdout } = await doctor(store);
    expect(code).toBe(1);
    expect(stdout.split("\n").slice(6)).toEqual([
      "Open: 1 run",
      "  RUN  approval  running  given back: no process has it",
      "",
      "Wrong: 2 things",
      '✖ Event 5 of run "RUN" is damaged or missing: it is not what was written. Restore the file from a backup, or run the workflow again; other runs can still be read.',
      '✖ Run "RUN" cannot be listed or continued: its row is not what was written. Restore the file from a backup; the events of the run may still be read.',
      "",
    ]);
  });

  it("says why it cannot look at a file", async () => {
    const store = newStore();
    const missing = await doctor(store);
    writeFileSync(store, "this is no database, whatever its name says".repeat(20));
    const foreign = await doctor(store);
    expect([missing.code, foreign.code]).toEqual([1, 1]);
    expect(missing.stdout).toContain('✖ The store "STORE" could not be opened: there is no such file');
    expect(foreign.stdout).toContain('✖ The store "STORE" could not be opened: the file is no database of SQLite');
  });
});
