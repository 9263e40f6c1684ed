import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { commandLine, node, programs, startStepspan, steady, stepspan } from "./support/command-line.ts";
import { stepsByHand } from "./support/steps-by-hand.ts";

const parcel = ["run", "flows.ts", "send-parcel"];

describe("stepspan run without a terminal", () => {
  it("prints what the workflow returns, and nothing else, on standard output", async () => {
    const { code, stdout, stderr } = await stepspan([...parcel, "--input", '{"weight":2,"to":"Vienna"}']);
    expect(code).toBe(0);
    expect(stdout).toBe('"A bicycle goes to Vienna."\n');
    expect(steady(stderr)).toBe(`run        send-parcel  RUN
started    validate
succeeded  validate  TIME
skipped    byTruck  its guard said no
started    byBicycle
succeeded  byBicycle  TIME
started    confirm
succeeded  confirm  TIME
send-parcel RUN succeeded in TIME: 3 succeeded, 1 skipped
`);
  });

  it("prints the events with --json, one on each line", async () => {
    const { code, stdout } = await stepspan([...parcel, "--json", "--input", '{"weight":50,"to":"Linz"}']);
    expect(code).toBe(0);
    const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { type: string; path?: string; output?: unknown }); // biome-ignore format: one line
    expect(events.map(({ type, path }) => `${type} ${path ?? ""}`.trimEnd())).toEqual([
      "run-started",
      "step-queued validate",
      "attempt-started validate",
      "step-succeeded validate",
      "step-skipped byBicycle",
      "step-queued byTruck",
      "attempt-started byTruck",
      "step-succeeded byTruck",
      "step-queued confirm",
      "attempt-started confirm",
      "step-succeeded confirm",
      "run-finished",
    ]);
    expect(events[0]).toMatchObject({ sequence: 1, workflow: "send-parcel", input: { weight: 50, to: "Linz" } });
    expect(events.at(-1)).toMatchObject({ status: "succeeded", output: "A truck goes to Linz." });
  });

  it("says what failed and ends with 1, and is quiet about all else with --quiet", async () => {
    const failed = await stepspan(["run", "flows.ts", "failing"]);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toBe("");
    expect(steady(failed.stderr)).toBe(`run        failing  RUN
started    first
succeeded  first  TIME
started    second
retry      second  tries again in TIME: no such table: prices
started    second  attempt 2
failed     second  TIME  no such table: prices
skipped    third  because of second
failing RUN failed in TIME: 1 succeeded, 1 failed, 1 skipped

error: Step "second" failed on attempt 2: Error: no such table: prices.
    at run (PROGRAMS/flows.ts:48:13)
`);
    const quiet = await stepspan(["run", "flows.ts", "failing", "--quiet"]);
    expect(quiet.code).toBe(1);
    expect(steady(quiet.stderr)).toBe(steady(failed.stderr).split("skipped\n").at(-1));
  });

  it("has colours only where they are asked for", async () => {
    const input = ["--input", '{"weight":2,"to":"Vienna"}'];
    const code = "\u001b";
    expect((await stepspan([...parcel, ...input])).stderr).not.toContain(code);
    expect((await stepspan([...parcel, ...input], { env: { FORCE_COLOR: "1" } })).stderr).toContain(
      `${code}[32msucceeded`,
    );
    expect((await stepspan([...parcel, ...input], { env: { FORCE_COLOR: "0" } })).stderr).not.toContain(code);
  });

  it("sends what code of users prints to standard error", async () => {
    const { code, stdout, stderr } = await stepspan(["run", "twins.ts"]);
    expect(code).toBe(0);
    expect(stdout).toBe('"hello"\n');
    expect(stderr).toContain("\nprinted by a step\n");
  });

  it("writes what would act on a terminal as escapes of JSON, which changes nothing", async () => {
    const { stdout, stderr } = await stepspan(["run", "hostile-flows.ts", "output"]);
    expect(stdout).toBe('["\\u001b[2J\\u009b","\\u202e","\\u2028","ok"]\n');
    expect(JSON.parse(stdout)).toEqual(["\u001b[2J\u009b", "\u202e", "\u2028", "ok"]);
    const hostile = await stepspan(["run", "hostile-flows.ts", "evil \u001b[31m\u009b2J", "--json"]);
    for (const text of [stderr, hostile.stderr, hostile.stdout]) {
      expect(text).not.toMatch(/[^\P{C}\n]/u);
    }
    expect(hostile.stderr).toContain("tolerated  \\u202egnp.exe");
  });
});

describe("the input", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-input-"));
  const file = join(folder, "parcel.json");
  writeFileSync(file, '\uFEFF{\n  "weight": 2,\n  "to": "Graz"\n}\n');
  writeFileSync(join(folder, "broken.json"), '{\n  "weight": 2,\n  to: "Graz"\n}\n');

  it("is read from a file or from standard input", async () => {
    expect((await stepspan([...parcel, "-i", `@${file}`])).stdout).toBe('"A bicycle goes to Graz."\n');
    const { stdout } = await stepspan([...parcel, "-i", "-"], { stdin: '{"weight":2,"to":"Ried"}' });
    expect(stdout).toBe('"A bicycle goes to Ried."\n');
  });

  it.each([
    [["-i", '{"weight":0}'], `error: The input of workflow "send-parcel" does not match its schema:
  .weight: Too small: expected number to be >0
  .to: Invalid input: expected string, received undefined
`],
    [[], `error: The input of workflow "send-parcel" does not match its schema:
  Invalid input: expected object, received undefined
Give the input with --input '{…}', --input @file.json or --input -.
`],
    [["-i", '{"weight":2,}'], `error: What --input got is no JSON at line 1, column 13: expected a name in double quotes, but there is "}".
  {"weight":2,}
              ^
`],
    [["-i", `@${join(folder, "broken.json")}`], `error: The file "FOLDER/broken.json" is no JSON at line 3, column 3: expected a name in double quotes, but there is "t".
    to: "Graz"
    ^
`],
    [["-i", "@nothing.json"], `error: The file "nothing.json" of --input cannot be read: ENOENT: no such file or directory, open 'nothing.json'.
`],
  ])("that is refused ends with 2 and says where: %j", async (words, expected) => {
    const { code, stdout, stderr } = await stepspan([...parcel, ...words]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.replaceAll(folder, "FOLDER")).toBe(expected);
  });
}); // biome-ignore format: texts

describe("the file", () => {
  it.each([
    [["nothere.ts"], 'error: There is no file "nothere.ts". Give the path of a file that exports a workflow.\n'],
    [["nothing.ts"], 'error: "nothing.ts" exports no workflow. Export one: export const report = workflow("report").step(…).\n'],
    [["flows.ts"], 'error: "flows.ts" exports several workflows and no default: "approval", "failing", "send-parcel" (parcel). Name one of them after the file.\n'],
    [["flows.ts", "send-parcels"], 'error: "flows.ts" exports no workflow "send-parcels". Did you mean "send-parcel"? It exports "approval", "failing", "send-parcel" (parcel).\n'],
    [["twins.ts", "twin"], 'error: "twins.ts" exports several workflows named "twin". Give the name of the export: one, other.\n'],
    [["limited.ts"], 'error: Workflow "limited" has steps of queue "api", and nobody says how many of them may run at once. Say it: --queue api=4\n'],
  ])("that does not do says why: %j", async (words, expected) => {
    expect(await stepspan(["run", ...words])).toEqual({ code: 2, stdout: "", stderr: expected });
  });

  it("that throws is shown with the place, and what it prints does not reach standard output", async () => {
    const { code, stdout, stderr } = await stepspan(["run", "broken.ts"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(steady(stderr)).toBe(`printed while it is imported
error: "broken.ts" could not be imported: no connection to \\u001b[2J
    at PROGRAMS/broken.ts:6:7
`);
  });

  it("may name a workflow by its export", async () => {
    expect((await stepspan(["run", "twins.ts", "other", "--quiet"])).stdout).toBe("2\n");
  });

  it("gets queues with --queue", async () => {
    expect(await stepspan(["run", "limited.ts", "--queue", "api=2", "--quiet"])).toEqual({ code: 0, stdout: '"called"\n', stderr: "" });
  });

  it("is read by a loader where Node cannot read it", async () => {
    expect(await stepspan(["run", "enums.ts", "--quiet"])).toEqual({ code: 0, stdout: '"hello, large"\n', stderr: "" });
  });
}); // biome-ignore format: texts

describe("a reader of the output that has enough", () => {
  it("ends a run: it is cancelled, and the command ends quietly with 141", async () => {
    const steps = await stepsByHand();
    const command = startStepspan(["run", "held-flows.ts", "branches", "--json", "--quiet"], { env: steps.env });
    await once(command.child.stdout, "data");
    command.child.stdout.destroy();
    void steps.goOn("left"); // at the latest what follows from it is written in vain
    expect(await command.ended).toMatchObject({ code: 141, stderr: "" });
  });

  it("ends a command that only shows, quietly and well", async () => {
    const command = startStepspan(["graph", "held-flows.ts", "many"]);
    command.child.stdout.destroy();
    expect(await command.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("is a matter of course in a shell", async () => {
    const line = `"${[node, ...commandLine].join('" "')}" graph held-flows.ts many | head -1`;
    const { stdout, stderr } = await promisify(execFile)("bash", ["-o", "pipefail", "-c", line], { cwd: programs });
    expect([stdout, stderr]).toEqual(["flowchart TD\n", ""]);
  });
});
