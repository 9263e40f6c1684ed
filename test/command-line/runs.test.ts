import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Ended, startStepspan, steady, stepspan } from "./support/command-line.ts";
import { stepsByHand } from "./support/steps-by-hand.ts";
import { inTerminal, shape } from "./support/terminal.ts";

/** The path of a store that goes with the test, and its folder. */
function newStore() {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-command-line-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, store: join(folder, "runs.db") };
}

/** Runs a workflow of `flows.ts`. @returns the id of the run */
async function ran(store: string, workflow: string, more: readonly string[] = []): Promise<string> {
  await stepspan(["run", "flows.ts", workflow, "--store", store, "--quiet", ...more]);
  const { stdout } = await stepspan(["runs", "list", "--store", store, "--limit", "1"]);
  return stdout.split("\t")[0]!; // the line of the newest run
}

/** Without the paths of the test. */
const plain = ({ code, stdout, stderr }: Ended, store: string) => ({
  code,
  stdout: steady(stdout).replaceAll(store, "STORE"),
  stderr: steady(stderr).replaceAll(store, "STORE"),
});

describe("stepspan runs list", () => {
  it("has one line for each run, the newest first, and is a table on a terminal", async () => {
    const { store } = newStore();
    await ran(store, "failing");
    await ran(store, "approval");
    const { code, stdout, stderr } = await stepspan(["runs", "list", "--store", store]);
    expect([code, stderr]).toEqual([0, ""]);
    const cells = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(cells.map(([id, name, status, started, took, events]) => [steady(id!), name, status, steady(started!), took === "" ? "" : "ms", events])).toEqual([
      ["RUN", "approval", "running", "MOMENT", "", "5"],
      ["RUN", "failing", "failed", "MOMENT", "ms", "12"],
    ]); // biome-ignore format: a table
    const json = await stepspan(["runs", "list", "--store", store, "--json", "--status", "failed", "cancelled"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ runId: cells[1]![0], workflow: "failing", status: "failed" });
    const table = inTerminal(["runs", "list", "--store", store]);
    await table.ended;
    expect(shape(table.lines).map((line) => line.replace(/\d+ d \d+ h|TIME/, "TOOK"))).toEqual([
      "run  workflow  status  started  took  events",
      "RUN  approval  running  MOMENT  TOOK  5",
      "RUN  failing  failed  MOMENT  TOOK  12",
    ]);
  });

  it("needs a store that is there, and makes none", async () => {
    const { folder, store } = newStore();
    expect(await stepspan(["runs", "list"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: stepspan runs list needs the file in which runs are kept. Give it with --store runs.db, or in the variable STEPSPAN_STORE.\n",
    }); // biome-ignore format: a text
    const words = [
      ["runs", "list"],
      ["runs", "show", "x"],
      ["runs", "resume", "x", "flows.ts"],
    ];
    for (const asked of words) {
      const missing = await stepspan(asked, { env: { STEPSPAN_STORE: store } });
      expect(plain(missing, store)).toEqual({
        code: 4,
        stdout: "",
        stderr: 'error: The store "STORE" could not be opened: there is no such file, and sqliteReader makes none. Give the path of the file that sqliteStore writes.\n',
      }); // biome-ignore format: a text
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("stepspan runs show", () => {
  it("shows a run by its events alone: its steps, its values, what went wrong", async () => {
    const { store } = newStore();
    const runId = await ran(store, "send-parcel", ["--input", '{"weight":2,"to":"Vienna"}']);
    const shown = await stepspan(["runs", "show", runId, "--store", store], { cwd: tmpdir() });
    expect([shown.code, shown.stderr]).toEqual([0, ""]);
    expect(shape(shown.stdout.split("\n"))).toEqual([
      "run  RUN",
      "workflow  send-parcel",
      "started  MOMENT",
      'input  {"weight":2,"to":"Vienna"}',
      'output  "A bicycle goes to Vienna."',
      "",
      "✔ validate  ▇  TIME",
      "✔ byBicycle  ▇  TIME",
      "⊘ byTruck  skipped · its guard said no",
      "✔ confirm  ▇  TIME",
      "✔ send-parcel succeeded · TIME · 4 of 4 steps done",
      "",
    ]);
    const before = await stepspan(["runs", "show", runId, "--store", store, "--at", "4"]);
    expect(shape(before.stdout.split("\n")).slice(5)).toEqual([
      "✔ validate  ▇  TIME",
      "· byBicycle",
      "· byTruck",
      "· confirm",
      expect.stringMatching(/^● send-parcel runs · .* · 1 of 4 steps done$/),
      "",
    ]);
    const step = await stepspan(["runs", "show", runId.slice(0, 8), "--store", store, "--step", "byBicycle"]);
    expect(JSON.parse(step.stdout)).toMatchObject({ status: "succeeded", output: "A bicycle goes to Vienna." });
    const events = await stepspan(["runs", "show", runId, "--store", store, "--json"]);
    expect(events.stdout.trimEnd().split("\n").map((line) => (JSON.parse(line) as { sequence: number }).sequence)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    ); // biome-ignore format: a list
  });

  it("refuses an id that is none, and one that is not clear", async () => {
    const { store } = newStore();
    const runId = await ran(store, "failing");
    expect(plain(await stepspan(["runs", "show", "nothing", "--store", store]), store)).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: The store "STORE" has no run "nothing". List its runs: stepspan runs list --store STORE\n',
    });
    const short = await stepspan(["runs", "show", runId.slice(0, 3), "--store", store]);
    expect(short.code).toBe(2);
    const noStep = await stepspan(["runs", "show", runId, "--store", store, "--step", "secnd"]);
    expect(plain(noStep, store)).toMatchObject({
      code: 2,
      stderr: 'error: Run RUN of workflow "failing" has no span at "secnd". Did you mean "second"?\n',
    });
  });
});

describe("a run that waits", () => {
  it("is left in the store, goes on when an event is sent, and ends there", async () => {
    const { store } = newStore();
    const left = await stepspan(["run", "flows.ts", "approval", "--store", store, "--quiet"]);
    expect(plain(left, store)).toEqual({
      code: 3,
      stdout: "",
      stderr: `
left: The run waits, and is kept in the store until somebody goes on with it:
  answer waits for approved
Send the event: stepspan runs send RUN flows.ts approved '<json>' --store STORE
Go on with it: stepspan runs resume RUN flows.ts --store STORE
`,
    });
    const runId = /send (\S+)/.exec(left.stderr)![1]!;
    const send = (...words: string[]) => stepspan(["runs", "send", runId, "flows.ts", ...words, "--store", store]);
    expect(plain(await send("aproved", "{}"), store)).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: No step of run "RUN" is known to wait for event "aproved". Did you mean "approved"? It waits for "approved". Send it with --anyway if a step will wait for it later.\n',
    }); // biome-ignore format: a text
    expect(plain(await send("approved", '{"by":7}'), store)).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: The data of event "approved" does not match its schema:\n  .by: Invalid input: expected string, received number\n',
    }); // biome-ignore format: a text
    expect(plain(await send("approved", '{"by":"Ada"}'), store)).toEqual({
      code: 0,
      stdout: '{"by":"Ada"}\n',
      stderr: `resumed
succeeded  answer  TIME
started    act
succeeded  act  TIME
started    tidy
succeeded  tidy  TIME
approval RUN succeeded in TIME: 4 succeeded
`,
    });
    expect((await send("approved", '{"by":"Ada"}')).stderr).toContain(
      "is over (succeeded), so it cannot be sent an event.",
    );
  });

  it("is cancelled without its process, and its always steps run", async () => {
    const { store } = newStore();
    const runId = await ran(store, "approval");
    const cancel = () => stepspan(["runs", "cancel", runId, "flows.ts", "--store", store, "--reason", "too late"]);
    expect(plain(await cancel(), store)).toEqual({
      code: 0,
      stdout: "",
      stderr: `resumed
cancelling
cancelled  answer  TIME  too late
cancelled  act  too late
started    tidy
succeeded  tidy  TIME
approval RUN cancelled in TIME: 2 succeeded, 2 cancelled
`,
    });
    expect(plain(await cancel(), store)).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: Run "RUN" of workflow "approval" is over (cancelled), so it cannot be cancelled. Run it again: stepspan runs rerun.\n',
    }); // biome-ignore format: a text
  });

  it("is resumed, and waits again", async () => {
    const { store } = newStore();
    const runId = await ran(store, "approval");
    const resumed = await stepspan(["runs", "resume", runId, "flows.ts", "--store", store, "--json"]);
    expect(resumed.code).toBe(3);
    expect(resumed.stdout.split("\n").map((line) => line && (JSON.parse(line) as { type: string }).type)).toEqual([
      "run-resumed",
      "",
    ]);
  });
});

describe("a parked run", () => {
  const parkedIn = async (store: string): Promise<string> => {
    const { stderr } = await stepspan(["run", "flows.ts", "approval", "--store", store, "--quiet"]);
    const opened = sqliteStore(store);
    const changed = workflow("approval").step("ask", { when: () => true, run: () => "another question" });
    const engine = createEngine({ store: opened, workflows: [changed], onMismatch: "park" });
    await engine.recover();
    await engine.close();
    opened.close();
    return /send (\S+)/.exec(stderr)![1]!;
  };

  it("is named by doctor and shown with the reason, takes no event, and goes on when it is resumed", async () => {
    const { store } = newStore();
    const runId = await parkedIn(store);
    const doctor = plain(await stepspan(["doctor", store]), store);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain(
      '✖ Run "RUN" of workflow "approval" is parked. See why: stepspan runs show RUN --store STORE. Go on with it: stepspan runs resume RUN \'<file>\' --store STORE\n',
    );
    const shown = await stepspan(["runs", "show", runId, "--store", store]);
    expect(shown.stdout).toMatch(/^parked {5}.*cannot go on with workflow "approval"/m);
    const sent = await stepspan(["runs", "send", runId, "flows.ts", "approved", "{}", "--store", store]);
    expect(plain(sent, store)).toMatchObject({
      code: 2,
      stderr: 'error: Run "RUN" is parked, so it takes no event. Go on with it first: stepspan runs resume RUN flows.ts --store STORE\n',
    }); // biome-ignore format: a text
    const resumed = await stepspan(["runs", "resume", runId, "flows.ts", "--store", store, "--quiet"]);
    expect([resumed.code, resumed.stderr.split("\n")[2]]).toEqual([3, "  answer waits for approved"]);
  });
});

describe("stepspan runs rerun", () => {
  it("runs what failed again, or a step and what depends on it, as a new run", async () => {
    const { store } = newStore();
    const runId = await ran(store, "failing");
    const rerun = (...words: string[]) => stepspan(["runs", "rerun", runId, "flows.ts", "--store", store, ...words]);
    const failed = await rerun("--failed-only");
    expect(failed.code).toBe(1);
    expect(steady(failed.stderr).split("\n").slice(0, 3)).toEqual([
      "run        failing  RUN",
      "reused     first",
      "started    second",
    ]);
    expect(failed.stderr).not.toContain(`run        failing  ${runId}`);
    expect(await rerun()).toMatchObject({
      code: 2,
      stderr: "error: stepspan runs rerun needs to know what runs again. Give --from <step> or --failed-only.\n",
    });
    expect((await rerun("--from", "frist")).stderr).toContain('Did you mean "first"?');
    expect((await rerun("--from", "first", "--failed-only")).code).toBe(2);
  });
});

describe("a run that is stopped by a signal", () => {
  it("is cancelled in its store, and the command ends with the code of the signal", async () => {
    const { store } = newStore();
    const steps = await stepsByHand();
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      const command = startStepspan(["run", "held-flows.ts", "branches", "--store", store, "--quiet"], {
        env: steps.env,
      });
      await steps.begun("left");
      await steps.begun("right");
      command.child.kill(signal);
      expect((await command.ended).code).toBe(code);
      await steps.gone("left");
      await steps.gone("right");
    }
    const { stdout } = await stepspan(["runs", "list", "--store", store, "--status", "cancelled"]);
    expect(stdout.trimEnd().split("\n")).toHaveLength(2);
  });
});

describe("a run that another process has open", () => {
  it("can be looked at, and all else is refused with what to do", async () => {
    const { store } = newStore();
    const steps = await stepsByHand();
    const other = startStepspan(["run", "held-flows.ts", "branches", "--store", store], { env: steps.env });
    await steps.begun("left");
    await steps.begun("right");
    const { stdout } = await stepspan(["runs", "list", "--store", store]);
    const runId = stdout.split("\t")[0]!;
    const shown = await stepspan(["runs", "show", runId, "--store", store]);
    expect(shape(shown.stdout.split("\n"))).toContain("● left  ▇  TIME");
    for (const [act, ...words] of [["cancel"], ["resume"], ["send", "x", "--anyway"]] as const) {
      const refused = await stepspan(["runs", act, runId, "held-flows.ts", ...words, "--store", store]);
      const done = { cancel: "cancelled", resume: "resumed", send: "sent an event" }[act];
      expect(plain(refused, store)).toEqual({
        code: 4,
        stdout: "",
        stderr: `error: Run "RUN" of workflow "branches" cannot be ${done} here: another process has it open, and a store gives a run to one process at a time. Do it in that process (Ctrl-C cancels a run of stepspan run), or wait until it has ended; if its machine is gone, until its lease is over, TIME at most.\n`,
      });
    }
    other.child.kill("SIGKILL");
    await other.ended;
    const cancelled = await stepspan(["runs", "cancel", runId, "held-flows.ts", "--store", store, "--quiet"]);
    expect(cancelled).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("goes on here once that process was killed, and nothing that succeeded runs again", async () => {
    const { store } = newStore();
    const steps = await stepsByHand();
    const first = startStepspan(["run", "held-flows.ts", "branches", "--store", store, "--json"], { env: steps.env });
    await steps.begun("right");
    await steps.goOn("left");
    const printed = await first.printed('"type":"step-succeeded"');
    first.child.kill("SIGKILL");
    await first.ended;
    await steps.gone("right");
    const runId = (JSON.parse(printed.split("\n")[0]!) as { runId: string }).runId;
    const second = startStepspan(["runs", "resume", runId, "held-flows.ts", "--store", store], { env: steps.env });
    await steps.goOn("right");
    const { code, stdout, stderr } = await second.ended;
    expect([code, stdout]).toEqual([0, '"merged"\n']);
    expect(stderr).not.toMatch(/(started|succeeded) {2,}left/);
  });

  it("needs the file of its workflow to go on", async () => {
    const { store } = newStore();
    const runId = await ran(store, "approval");
    expect(await stepspan(["runs", "resume", runId, "twins.ts", "--store", store])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: "twins.ts" exports no workflow "approval". It exports "usual", "twin" (one), "twin" (other).\n',
    });
  });
});
