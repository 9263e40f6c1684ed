import { expect, it } from "vitest";
import type { Run } from "../spans/run.ts";
import { RunEnd } from "./run-end.ts";

it("the engine hears of the end of a run before anyone else, however it ends", async () => {
  const run = { runId: "run-1" } as Run; // only handed on
  const heard: string[] = [];
  for (const settle of [(end: RunEnd) => end.resolve(run), (end: RunEnd) => end.reject(new Error("disk"))]) {
    const end = new RunEnd();
    const result = end.result.then(
      ({ runId }) => heard.push(runId),
      ({ message }: Error) => heard.push(message),
    );
    end.whenOver(() => heard.push("over"));
    settle(end);
    await result;
  }
  expect(heard).toEqual(["over", "run-1", "over", "disk"]);
});
