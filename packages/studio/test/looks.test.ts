import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type OpenedPage, openPage } from "./opened-page.ts";
import { type OpenedStudio, openStudio } from "./opened-studio.ts";
import { approveInvoice, chargeOrder, publishCatalogue, sendParcel } from "./shown-workflows.ts";

let browser: Browser;
let studio: OpenedStudio;
const runIds = { branch: "", catalogue: "", failed: "", waiting: "" };

beforeAll(async () => {
  [browser, studio] = await Promise.all([launchBrowser(), openStudio()]);
  const { engine } = studio;
  runIds.branch = (await engine.run(sendParcel, { weight: 2, address: "Main Street 1" })).runId;
  runIds.failed = (await engine.run(chargeOrder, { order: "A-17", cents: 12_000 }).catch((error) => error.run)).runId;
  runIds.catalogue = (await engine.run(publishCatalogue, { day: "2026-11-20", audience: "shops" })).runId;
  runIds.waiting = engine.start(approveInvoice, { invoice: "2026-118" }).runId;
});
afterAll(async () => {
  await browser.close();
  await studio[Symbol.asyncDispose]();
});

/** How to get to each view, and what must be there before it is looked at. */
const views: Readonly<Record<string, (opened: OpenedPage) => Promise<unknown>>> = {
  async home({ page }) {
    await page.getByRole("heading", { name: "Choose a run" }).waitFor();
  },
  async start({ page }) {
    await page.getByRole("button", { name: "Start a run" }).first().click();
    await page.getByLabel("Workflow", { exact: true }).selectOption("book-table");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText("This is needed.").first().waitFor();
  },
  async steps(opened) {
    await opened.goTo(runIds.catalogue, "steps?span=prices");
    await opened.page.getByRole("region", { name: "Attempts" }).waitFor();
  },
  async tree(opened) {
    await opened.goTo(runIds.catalogue, "steps?span=pictures[2]/crop");
    await opened.page.getByRole("row", { name: /^crop/ }).waitFor();
  },
  async failed(opened) {
    await opened.goTo(runIds.failed, "steps?span=pay/charge");
    await opened.page.getByRole("region", { name: "Error" }).waitFor();
  },
  async waiting(opened) {
    await opened.goTo(runIds.waiting, "steps?span=decision");
    await opened.page.getByRole("region", { name: "Answer" }).waitFor();
  },
  async waterfall(opened) {
    await opened.goTo(runIds.catalogue, "waterfall");
    await opened.page.getByRole("row", { name: /^products/ }).waitFor();
  },
  async graph(opened) {
    await opened.goTo(runIds.catalogue, "graph");
    await opened.page.locator(".react-flow__edge").first().waitFor();
  },
  async branch(opened) {
    await opened.goTo(runIds.branch, "graph?span=byTruck");
    await opened.page.locator(".react-flow__edge").first().waitFor();
  },
  async journal(opened) {
    await opened.goTo(runIds.catalogue, "journal?at=24");
    await opened.page.getByText("as it was").waitFor();
  },
};

/** What axe-core has to say against the page, in words. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: AxeResults = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary?.replaceAll("\n", " ")}`),
  );
}

describe.each(["light", "dark"] as const)("in %s colours", (colours) => {
  it.each(Object.keys(views))("the view %s is accessible and makes no misdeed", async (name) => {
    await using opened = await openPage(browser, studio, { colours });
    await views[name]!(opened); // one of its keys
    await opened.picture(`${name}-${colours}`);
    expect(await violations(opened.page)).toEqual([]);
    expect(opened.misdeeds).toEqual([]);
  });
});

describe("the switch of colours", () => {
  it("goes against what the device has, and is remembered", async () => {
    await using opened = await openPage(browser, studio, { colours: "light" });
    const { page } = opened;
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Dark colours" }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: "Dark colours", pressed: true }).waitFor();
    expect(await ground()).toBe(dark);
    await page.getByRole("button", { name: "Colours as on this device" }).click();
    expect(await ground()).toBe(light);
  });
});
