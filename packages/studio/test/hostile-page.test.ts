import type { Browser } from "playwright-core";
import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { launchBrowser } from "./browser.ts";
import { openPage } from "./opened-page.ts";
import { type OpenedStudio, openStudio } from "./opened-studio.ts";
import { hostileNames, hostileWorkflow } from "./shown-workflows.ts";

let browser: Browser;
let studio: OpenedStudio;
beforeAll(async () => {
  [browser, studio] = await Promise.all([launchBrowser(), openStudio()]);
});
afterAll(async () => {
  await browser.close();
  await studio[Symbol.asyncDispose]();
});

/** What no text of the page may hold: controls, marks of direction, halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what this test is about
const unseen = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;

/** Every text and attribute of the page, but addresses of links, which escape what they hold in another way. */
function allTexts(): readonly string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node: Node | null = walker.currentNode; node !== null; node = walker.nextNode()) {
    if (node instanceof Element) texts.push(...[...node.attributes].map(({ value }) => value));
    else texts.push(node.textContent ?? "");
  }
  return texts;
}

describe("hostile names", () => {
  it("are text and nothing else in every view", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId, rootSpan } = await studio.engine.run(hostileWorkflow);
    const elements = await page.evaluate(() => document.querySelectorAll("script, img, iframe, object, embed").length);
    for (const tab of ["steps", "waterfall", "graph", "journal"]) {
      await opened.goTo(runId, tab);
      await page.locator(".step-line, .waterfall-line, .node, .event").nth(3).waitFor();
      const texts = await page.evaluate(allTexts);
      expect(texts.filter((text) => unseen.test(text))).toEqual([]);
      expect(texts.some((text) => text.includes("<img src=x onerror=alert(1)>"))).toBe(true);
      expect(texts.some((text) => text.includes("invoice\\u202efdp.exe"))).toBe(true);
      expect(await page.evaluate(() => document.querySelectorAll("script, img, iframe, object, embed").length)).toBe(
        elements,
      );
    }
    expect(rootSpan.steps.map(({ name }) => name)).toEqual(hostileNames);
    expect(misdeeds).toEqual([]);
  });

  it("can be selected, each of them, and their values are text", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId } = await studio.engine.run(hostileWorkflow);
    await opened.goTo(runId);
    const grid = page.getByRole("treegrid", { name: "Steps" });
    await grid.focus();
    for (const name of hostileNames) {
      await page.keyboard.press("ArrowDown");
      const inspector = page.getByRole("complementary", { name: "Inspector" });
      await inspector.getByRole("region", { name: "Output" }).waitFor();
      const line = grid.locator('[aria-selected="true"] .step-text');
      expect(await inspector.getByRole("heading", { level: 2 }).textContent()).toBe(await line.textContent());
      expect(
        (await page.evaluate(allTexts)).filter((text) => unseen.test(text)),
        JSON.stringify(name),
      ).toEqual([]);
    }
    expect(misdeeds).toEqual([]);
  });

  it("are text in errors, metadata and what is waited for", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const all = hostileNames.join(" ");
    const failing: AnyWorkflow = workflow("failing").step(hostileNames[3]!, {
      run: () => {
        throw new Error(all, { cause: { [all]: all } });
      },
    });
    const metadata = Object.fromEntries(hostileNames.slice(0, 4).map((name) => [name, name]));
    const { runId } = await studio.engine.run(failing, undefined, { metadata }).catch((error) => error.run);
    await opened.goTo(runId, "journal");
    await page.getByText("run finished").first().waitFor();
    await page.getByRole("button", { name: "invoice\\u202efdp.exe failed" }).click();
    await page.getByRole("region", { name: "Error" }).getByText("Where").first().click();
    const texts = await page.evaluate(allTexts);
    expect(texts.filter((text) => unseen.test(text))).toEqual([]);
    expect(texts.filter((text) => text.includes("one\\u000d\\u000atwo")).length).toBeGreaterThan(3);
    const waiting = workflow("waiting").wait("hold", { event: defineEvent(hostileNames[2]!, z.object({})) });
    const handle = studio.engine.start(waiting);
    await opened.goTo(handle.runId, "graph?span=hold");
    await page.getByRole("region", { name: "Answer" }).waitFor();
    await page.locator(".node").waitFor();
    expect((await page.evaluate(allTexts)).filter((text) => unseen.test(text))).toEqual([]);
    await handle.cancel();
    await handle.result.catch(() => {});
    expect(misdeeds).toEqual([]);
  });

  it("are found by search", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    const { runId } = await studio.engine.run(hostileWorkflow);
    await opened.goTo(runId);
    await page.getByRole("treegrid", { name: "Steps" }).focus();
    await page.keyboard.press("/");
    await page.keyboard.type("onerror");
    await page.getByText("1 found").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("found").waitFor({ state: "hidden" });
  });
});
