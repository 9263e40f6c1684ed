import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { openPage } from "./opened-page.ts";
import { type OpenedStudio, openStudio } from "./opened-studio.ts";
import { manyItems } from "./shown-workflows.ts";

let browser: Browser;
let studio: OpenedStudio;
beforeAll(async () => {
  [browser, studio] = await Promise.all([launchBrowser(), openStudio()]);
});
afterAll(async () => {
  await browser.close();
  await studio[Symbol.asyncDispose]();
});

/**
 * The longest stretch, in milliseconds, in which the page could not have answered. A view that drew 10,000 lines would
 * take several times as long; what it takes really, about 100 on a machine that is not busy, is printed.
 */
const longestStretch = 1_000;

async function countLongTasks(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const durations: number[] = [];
    Object.assign(window, { longTasks: durations });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) durations.push(Math.round(duration));
    }).observe({ type: "longtask", buffered: false });
  });
  return () => page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}

describe("a run of 10,000 items", () => {
  it("is opened, unfolded, scrolled and travelled without freezing", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId } = await studio.engine.run(manyItems, { count: 10_000 });
    const longTasks = await countLongTasks(page);
    const report: Record<string, readonly number[]> = {};

    await page.locator(`a[href*="${runId}"]`).click();
    await page.getByText("30,010 / 30,010").waitFor();
    report.opened = await longTasks();

    const grid = page.getByRole("treegrid", { name: "Steps" });
    await grid.getByRole("button", { name: "Unfold" }).click();
    await page.getByRole("row", { name: /^double\[3\]/ }).waitFor();
    report.unfolded = await longTasks();

    for (let part = 1; part <= 20; part++) {
      await grid.evaluate((scroller, share) => scroller.scrollTo(0, scroller.scrollHeight * share), part / 20);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    await page.getByRole("row", { name: /^double\[9999\]/ }).waitFor();
    expect(await grid.locator('[role="row"]').count()).toBeLessThan(80);
    report.scrolled = await longTasks();

    await page.getByRole("combobox", { name: "Status of the steps" }).selectOption("failed");
    await page.getByText("1 found").waitFor();
    await page.getByRole("row", { name: /^double\[7000\]/ }).click();
    await page.getByText("item 7000 is odd in its own way").first().waitFor();
    report.searched = await longTasks();

    await page.getByRole("slider", { name: "Events of the run" }).fill("15000");
    await page.locator('[data-at="15000"]').waitFor();
    report.travelled = await longTasks();

    await page.getByRole("tab", { name: "Waterfall" }).click();
    await page.getByRole("row", { name: /^10,000 items/ }).waitFor();
    await page.getByRole("tab", { name: "Graph" }).click();
    await page.getByRole("button", { name: /^double .* map · 10,000/ }).waitFor();
    await page.getByRole("tab", { name: "Journal" }).click();
    await page.getByText("30,010 events").waitFor();
    report.viewed = await longTasks();

    console.log("long tasks in milliseconds", JSON.stringify(report));
    for (const [what, tasks] of Object.entries(report))
      expect(Math.max(0, ...tasks), what).toBeLessThan(longestStretch);
    expect(misdeeds).toEqual([]);
  });
});
