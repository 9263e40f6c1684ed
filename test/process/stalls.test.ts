import { describe, expect, it } from "vitest";
import { runProgram } from "./run-program.ts";

const remedy = "Settle the promise that a step waits for, or give the step a timeout.";
const begun = "has begun and nothing is left in this process that could settle it";

describe("a step that never settles, as the last live thing in the process", { timeout: 60_000 }, () => {
  const message = `The run of workflow "stuck" stalled: "never" ${begun}; "reader" waits for "never"; "tidyUp" waits for "reader". ${remedy}`;

  it("fails the run with a StalledRunError that can be caught, after the always steps have run", async () => {
    const { code, printed } = await runProgram("last-live-thing", "caught");
    expect(printed).toEqual([
      "tidied up",
      {
        cause: true,
        messages: [message],
        statuses: ["never cancelled", "tidyUp succeeded", "reader cancelled"],
      },
    ]);
    expect(code).toBe(0);
  });

  it("ends the process with code 1 and the message if nobody catches the error, not with code 13", async () => {
    const { code, printed, stderr } = await runProgram("last-live-thing");
    expect(printed).toEqual(["tidied up"]);
    expect(stderr).toContain(`of workflow "stuck" failed: ${message}`);
    expect(stderr).not.toContain("Unsettled top-level await");
    expect(code).toBe(1);
  });

  it("that is followed by an always step that never settles either is told twice", async () => {
    const { code, printed } = await runProgram("stuck-finaliser");
    expect(printed).toEqual([
      [
        `The run of workflow "stuck" stalled: "never" ${begun}; "neverTidy" waits for "never". ${remedy}`,
        `The run of workflow "stuck" stalled: "neverTidy" ${begun}. ${remedy}`,
      ],
    ]);
    expect(code).toBe(0);
  });
});

describe("a schema that never settles, as the last live thing in the process", { timeout: 60_000 }, () => {
  const failed = 'Run <id> of workflow "stuck" failed: ';
  it.each([
    ["input", `The run of workflow "stuck" stalled: "input" ${begun}. ${remedy}`],
    ["stepInput", `${failed}The run of workflow "stuck" stalled: "work" ${begun}. ${remedy}`],
    ["stepOutput", `${failed}The run of workflow "stuck" stalled: "work" ${begun}. ${remedy}`],
    ["output", `${failed}The run of workflow "stuck" stalled: "returns" ${begun}. ${remedy}`],
  ])("fails the run: %s", async (border, message) => {
    const { code, printed } = await runProgram("stuck-schemas", border);
    expect(printed).toEqual([message]);
    expect(code).toBe(0);
  });
});

describe("a step that waits for a run on its own engine, which has one slot", { timeout: 60_000 }, () => {
  it("stalls both runs, and the engine goes on", async () => {
    const { code, printed } = await runProgram("nested-run");
    expect(printed).toEqual([
      { seenOutside: [`The run of workflow "outer" stalled: "delegate" ${begun}. ${remedy}`] },
      {
        seenInside: [
          'The run of workflow "inner" stalled: "work" waits for a slot, but those who hold one wait too. A step that waits for a run on its own engine holds its slot meanwhile: raise the concurrency, or use another engine.',
        ],
      },
      "done",
    ]);
    expect(code).toBe(0);
  });
});
