import { createEngine, type RunError } from "stepspan";
import { describe, expect, it, vi } from "vitest";
import { addUp, addUpWhatWasPaid, billing } from "./rerun.ts";

const print = vi.spyOn(console, "log").mockImplementation(() => {});
const bills = ["Ann owes 15.5"];

async function octoberFailed(): Promise<ReturnType<typeof createEngine>> {
  const engine = createEngine();
  const failure = await engine
    .run(billing(addUp), { month: "October" }, { runId: "october" })
    .catch((error: RunError) => error);
  expect(failure).toMatchObject({ name: "RunError", cause: { message: expect.stringContaining("has no price") } });
  print.mockClear();
  return engine;
}

describe("billing", () => {
  it.each([{ from: "addUp" }, { failedOnly: true }] as const)(
    "goes on from the step that was mended, and downloads nothing again: %j",
    async (choice) => {
      await using engine = await octoberFailed();
      const handle = await engine.rerun("october", { ...choice, workflow: billing(addUpWhatWasPaid) });
      const run = await handle.result;

      expect(run.output).toEqual(bills);
      expect(run.span("download").reusedFrom).toMatchObject({ runId: "october", path: "download" });
      expect(print.mock.calls.flat()).toEqual(["  adding up"]);
    },
  );

  it("can be looked at as it was before it failed", async () => {
    await using engine = await octoberFailed();
    const begun = await engine.runs.at("october", 3);

    expect(begun?.status).toBe("running");
    expect(begun?.span("download").status).toBe("running");
    expect(begun?.span("addUp").status).toBe("pending");
  });
});
