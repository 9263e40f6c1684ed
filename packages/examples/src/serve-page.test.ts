import { expect, it } from "vitest";
import { sendParcel } from "./one-of-two-branches.ts";
import { openOffice } from "./serve-page.ts";

it("shows a run of its engine on its page, on this machine alone", async () => {
  const { engine, url, close } = await openOffice();
  const { runId } = await engine.run(sendParcel, { weight: 50, address: "Main Street 1" });
  const { runs } = (await (await fetch(`${url}/api/runs`)).json()) as { runs: readonly object[] };
  expect(runs).toEqual([expect.objectContaining({ runId, workflow: "send-parcel", status: "succeeded" })]);
  expect(new URL(url).hostname).toBe("127.0.0.1");
  await close();
  await engine.close();
});
