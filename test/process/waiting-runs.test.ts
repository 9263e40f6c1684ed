import { expect, it } from "vitest";
import { temporaryFile } from "../support/temporary-file.ts";
import { runProgram } from "./run-program.ts";

const message =
  'Run "run-1" of workflow "waiting" did not end here: it waits, and nothing is left in this process that could end that, so it was given back to the store. It goes on when an engine resumes it or sends it an event.';

it.each([
  ["waits for an event", "wait", "running"],
  ["is paused", "pause", "paused"],
])("a run that %s is left to other processes by one that has nothing else to do", async (_name, task, status) => {
  const { code, printed, stderr } = await runProgram("waits-for-others", temporaryFile(), task);
  expect(printed).toMatchObject([message, { status, lease: null }]);
  expect([code, stderr]).toEqual([0, ""]);
});
