import { createEngine, memoryStore } from "@stepspan/engine";
import { serveStudio } from "@stepspan/studio";
import { workflow } from "stepspan";
import { expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { openPage, untilRun, untilStep } from "./opened-page.ts";

const token = "a-token-of-this-test";

it("goes on where it was when its server is there again", async () => {
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const held = workflow("held")
    .step("first", { run: () => first.promise })
    .step("second", { dependsOn: ["first"], run: () => second.promise });
  const store = memoryStore();
  await using engine = createEngine({ store });
  const given = { engine, store, workflows: [held], token };
  let studio = await serveStudio(given);
  const port = Number(new URL(studio.url).port);
  const browser = await launchBrowser();
  try {
    const { url } = studio;
    await using opened = await openPage(browser, { engine, url, [Symbol.asyncDispose]: async () => {} });
    const { page, misdeeds } = opened;
    const handle = engine.start(held);
    await opened.goTo(handle.runId);
    await untilStep(page, "first", "running");
    await studio.close();
    await page.getByText("connection lost, trying again").waitFor();
    first.resolve("one");
    studio = await serveStudio({ ...given, port });
    await untilStep(page, "second", "running");
    await page.getByText("connection lost").waitFor({ state: "detached" });
    second.resolve("two");
    await untilRun(page, "succeeded");
    await page.getByRole("link", { name: /^held.*succeeded/ }).waitFor();
    expect(misdeeds.filter((misdeed) => !/net::ERR_/.test(misdeed))).toEqual([]); // Chromium tells of each failed try
  } finally {
    await browser.close();
    await studio.close();
  }
});
