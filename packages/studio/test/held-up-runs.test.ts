import { createEngine, memoryStore } from "@stepspan/engine";
import { serveStudio } from "@stepspan/studio";
import { defineEvent, workflow } from "stepspan";
import { expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { openPage, untilRun } from "./opened-page.ts";

const go = defineEvent("go");

it("says above a run what holds it up that its events do not know, for as long as it does", async () => {
  const waiting = workflow("waiting").wait("wait", { event: go });
  const store = memoryStore();
  await using engine = createEngine({ store });
  let reasons: readonly string[] = ['No workers of pool "<b>gpu</b>" are there.'];
  const studio = await serveStudio({ engine, store, workflows: [], holdUps: async () => reasons });
  const browser = await launchBrowser();
  try {
    await using opened = await openPage(browser, { engine, url: studio.url, [Symbol.asyncDispose]: async () => {} });
    const { page, misdeeds } = opened;
    const handle = engine.start(waiting);
    await opened.goTo(handle.runId);
    const reason = page.getByText(reasons[0]!);
    await reason.waitFor();
    await opened.picture("held-up");
    reasons = [];
    await reason.waitFor({ state: "detached" });
    await handle.send(go, undefined);
    await untilRun(page, "succeeded");
    expect(misdeeds).toEqual([]);
  } finally {
    await browser.close();
    await studio.close();
  }
});
