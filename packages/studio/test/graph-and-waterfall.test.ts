import type { Browser, Page } from "playwright-core";
import { workflow } from "stepspan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { launchBrowser } from "./browser.ts";
import { openPage } from "./opened-page.ts";
import { type OpenedStudio, openStudio } from "./opened-studio.ts";
import { chargeOrder, publishCatalogue, sendParcel } from "./shown-workflows.ts";

let browser: Browser;
let studio: OpenedStudio;
beforeAll(async () => {
  [browser, studio] = await Promise.all([launchBrowser(), openStudio()]);
});
afterAll(async () => {
  await browser.close();
  await studio[Symbol.asyncDispose]();
});

const chooseSide = workflow("choose-side", { input: z.object({ isLeft: z.boolean() }) })
  .step("left", { run: () => "left" })
  .step("right", { run: () => "right" })
  .step("choose", {
    params: {
      side: ({ input, stepSpan }) => (input.isLeft ? stepSpan("left").output : stepSpan("right").output),
    },
    run: ({ side }) => side,
  });

/** The arrows of the graph: from, to, kind, and what else their looks tell. */
async function arrows(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const ways = page.locator(".react-flow__edge");
  await ways.first().waitFor();
  const told = await ways.evaluateAll((edges) =>
    edges.map((edge) => {
      const way = edge.querySelector<SVGPathElement>(".way");
      const isDashed = way !== null && getComputedStyle(way).strokeDasharray !== "none";
      const looks = [isDashed ? "dashed" : "", way?.dataset.untaken === undefined ? "" : "grey"];
      return { id: edge.getAttribute("data-id") ?? "", looks: looks.join(" ").trim() };
    }),
  );
  return told.map(({ id, looks }) => {
    const [from, to, kind] = id.split(" ");
    return `${names[Number(from)]} → ${names[Number(to)]}: ${kind} ${looks}`.trim();
  });
}

describe("the graph", () => {
  it("tells the branch that was taken from the other, and data, guard and order apart", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const run = await studio.engine.run(sendParcel, { weight: 2, address: "Main Street 1" });
    await opened.goTo(run.runId, "graph");
    const names = run.rootSpan.steps.map(({ name }) => name);
    expect((await arrows(page, names)).toSorted()).toEqual([
      "byBicycle → confirm: data",
      "byTruck → confirm: data grey",
      "confirm → log: order",
      "validate → byBicycle: guard",
      "validate → byTruck: guard grey",
    ]);
    const boxes = page.locator(".node");
    const statuses = await boxes.evaluateAll((all) =>
      all.map((box) => `${box.querySelector(".node-name")?.textContent} ${box.getAttribute("data-status")}`),
    );
    expect(statuses.toSorted()).toEqual([
      "byBicycle succeeded",
      "byTruck skipped",
      "confirm succeeded",
      "log succeeded",
      "validate succeeded",
    ]);
    const colours = await page
      .locator(".react-flow__edge .way:not([data-untaken])")
      .evaluateAll((ways) => new Set(ways.map((way) => getComputedStyle(way).stroke)).size);
    expect(colours).toBe(3);
    await page.getByRole("button", { name: /^byTruck/ }).click();
    await page.getByText("Its guard returned false.").waitFor();
    expect(misdeeds).toEqual([]);
  });

  it("dashes what is read on some ways only, and greys what was not read", async () => {
    await using opened = await openPage(browser, studio);
    const run = await studio.engine.run(chooseSide, { isLeft: true });
    await opened.goTo(run.runId, "graph");
    expect((await arrows(opened.page, ["left", "right", "choose"])).toSorted()).toEqual([
      "left → choose: data dashed",
      "right → choose: data dashed grey",
    ]);
  });

  it("folds a map into one box with the statuses of its items, and opens the graph of a sub-workflow", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    const catalogue = await studio.engine.run(publishCatalogue, { day: "2026-11-20", audience: "everybody" });
    await opened.goTo(catalogue.runId, "graph");
    const map = page.getByRole("button", { name: /^pictures succeeded map · 6 · / });
    await map.waitFor();
    expect(await map.locator(".status-bar-share").count()).toBe(1);
    const failed = await studio.engine.run(chargeOrder, { order: "A", cents: 1 }).catch((error) => error.run);
    await opened.goTo(failed.runId, "graph");
    await page.getByRole("button", { name: "Graph of pay" }).click();
    await page.getByRole("button", { name: /^charge failed/ }).click();
    await page
      .getByRole("complementary", { name: "Inspector" })
      .getByText("limit of 100.00 exceeded")
      .first()
      .waitFor();
    await page.getByRole("navigation", { name: "Workflows" }).getByRole("button", { name: "charge-order" }).click();
    await page.getByRole("button", { name: /^receipt skipped/ }).waitFor();
  });
});

/** Each line of the waterfall in words. */
async function bars(page: Page): Promise<readonly string[]> {
  const lines = page.getByRole("grid", { name: "Waterfall" }).locator('[role="row"][data-status]');
  await lines.first().waitFor();
  const texts = await lines.evaluateAll((rows) =>
    rows.map((row) => {
      const name = row.querySelector(".step-text")?.textContent;
      return `${name}: ${row.querySelector(".waterfall-track > .hidden")?.textContent}`;
    }),
  );
  return texts.map((text) => text.replaceAll(/ [\d.]+ m?s/g, ""));
}

describe("the waterfall", () => {
  it("shows what each step waited for and which of them decided", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const run = await studio.engine.run(sendParcel, { weight: 2, address: "Main Street 1" });
    await opened.goTo(run.runId, "waterfall");
    const shown = (await bars(page)).map((text) => text.replace("waiting for a slot, ", ""));
    expect(shown.find((text) => text.startsWith("validate"))).toMatch(/running, on the critical path$/);
    expect(shown.find((text) => text.startsWith("byBicycle"))).toBe(
      "byBicycle: waiting for dependencies, running, on the critical path",
    );
    expect(shown.find((text) => text.startsWith("byTruck"))).toBe("byTruck: waiting for dependencies");
    const ends = await page.locator('.segment[data-kind="running"][style]').evaluateAll((all) =>
      all.map((bar) => {
        const { left, right } = bar.getBoundingClientRect();
        return [left, right] as const;
      }),
    );
    const [validate, bicycle, confirm] = ends;
    expect(validate![1]).toBeLessThanOrEqual(bicycle![0] + 2);
    expect(bicycle![1]).toBeLessThanOrEqual(confirm![0] + 2);
    expect(await page.locator(".critical-mark").count()).toBeGreaterThan(3);
    expect(misdeeds).toEqual([]);
  });

  it("tells a failed attempt, the time until the next one, and the items of a map", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    const run = await studio.engine.run(publishCatalogue, { day: "2026-11-20", audience: "shops" });
    await opened.goTo(run.runId, "waterfall?span=prices");
    const prices = page.getByRole("row", { name: /^prices/ });
    await prices.waitFor();
    const kinds = prices.locator(".segment");
    const told = await kinds.evaluateAll((all) =>
      all.map((bar) => `${bar.getAttribute("data-kind")}${bar.hasAttribute("data-failure") ? " failed" : ""}`),
    );
    expect(told.filter((kind) => kind !== "slot")).toEqual(["dependencies", "running failed", "retry", "running"]);
    await page.getByRole("row", { name: /^pictures\[0\]/ }).waitFor();
  });
});
