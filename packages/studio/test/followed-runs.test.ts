import type { Browser } from "playwright-core";
import { defineEvent, workflow } from "stepspan";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { launchBrowser } from "./browser.ts";
import { openPage, stepLines, untilRun, untilStep } from "./opened-page.ts";
import { type OpenedStudio, openStudio } from "./opened-studio.ts";
import { approveInvoice, bookTable, chargeOrder, publishCatalogue, sendParcel } from "./shown-workflows.ts";

let browser: Browser;
let studio: OpenedStudio;
beforeAll(async () => {
  [browser, studio] = await Promise.all([launchBrowser(), openStudio()]);
});
afterAll(async () => {
  await browser.close();
  await studio[Symbol.asyncDispose]();
});

describe("a run on the page", () => {
  it("is followed live from its beginning to its end", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const held = workflow("held")
      .step("first", { run: () => first.promise })
      .step("second", { params: { text: ({ stepSpan }) => stepSpan("first").output }, run: () => second.promise });
    const handle = studio.engine.start(held);
    await page.getByRole("link", { name: /^held.*running/ }).click();
    await untilStep(page, "first", "running");
    await untilStep(page, "second", "pending");
    first.resolve("one");
    await untilStep(page, "first", "succeeded");
    await untilStep(page, "second", "running");
    second.resolve("two");
    await untilRun(page, "succeeded");
    expect(await stepLines(page)).toEqual(["first succeeded", "second succeeded"]);
    await handle.result;
    await page.getByRole("link", { name: /^held.*succeeded/ }).waitFor();
    expect(misdeeds).toEqual([]);
  });

  it("shows the error of a failed step after two clicks", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const failed = await studio.engine.run(chargeOrder, { order: "A-17", cents: 12_000 }).catch((error) => error.run);
    await page.locator(`a[href*="${failed.runId}"]`).click();
    await page.getByRole("button", { name: "pay/charge failed" }).click();
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    const causes = inspector.getByRole("region", { name: "Error" }).getByRole("listitem");
    await causes.first().waitFor();
    const told = (await causes.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").replace(" Where", ""));
    expect(told).toEqual([
      'StepErrorSTEP_FAILED Step "charge" failed on attempt 1: Error: could not charge 12000 cents.',
      "caused by Error could not charge 12000 cents",
      "caused by CardRefusedCARD_REFUSED the bank refused the card",
      "caused by Error limit of 100.00 exceeded",
    ]);
    await page.getByRole("row", { name: /^receipt/ }).click();
    await inspector.getByText("It depends on pay, which did not succeed.").waitFor();
    expect(misdeeds).toEqual([]);
  });

  it("goes on when somebody answers what it waits for", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const handle = studio.engine.start(approveInvoice, { invoice: "2026-118" });
    await opened.goTo(handle.runId);
    await page.getByRole("button", { name: "decision waits" }).click();
    const answer = page.getByLabel(/^decision/);
    await answer.fill('{"approved": tru');
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("This is not JSON").waitFor();
    await answer.fill('{"approved": "yes", "by": "Ada"}');
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText(/approved.*expected boolean/i).waitFor();
    misdeeds.length = 0; // Chromium writes each refusal by a server into the console
    await answer.fill('{"approved": true, "by": "Ada"}');
    await page.getByRole("button", { name: "Send" }).click();
    await untilRun(page, "succeeded");
    expect((await handle.result).output).toBe("booked by Ada");
    expect(misdeeds).toEqual([]);
  });

  it("is run again from a step", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId } = await studio.engine.run(sendParcel, { weight: 2, address: "Main Street 1" });
    await opened.goTo(runId);
    await page.getByRole("row", { name: /^confirm/ }).click();
    await page.getByRole("button", { name: "Rerun from confirm" }).click();
    await page.getByText("Rerun of").waitFor();
    await untilRun(page, "succeeded");
    await page.getByRole("row", { name: /^validate/ }).click();
    await page.getByText("It did not run: its outcome is that of validate").waitFor();
    await page.getByRole("row", { name: /^confirm/ }).click();
    await page.getByRole("region", { name: "Parameters" }).getByText("A bicycle goes to Main Street 1.").waitFor();
    await page.getByRole("region", { name: "Output" }).waitFor();
    expect(await page.getByText("It did not run").count()).toBe(0);
    await page.getByRole("link", { name: runId, exact: true }).click();
    await page.getByRole("heading", { name: "send-parcel" }).waitFor();
    expect(misdeeds).toEqual([]);
  });

  it("is started with a form, which tells what is wrong at its fields", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    await page.getByRole("button", { name: "Start a run" }).first().click();
    await page.getByLabel("Workflow", { exact: true }).selectOption(bookTable.name);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Start a run" });
    await dialog.getByText("This is needed.").first().waitFor();
    await page.getByLabel("name", { exact: false }).first().fill("A");
    await page.getByLabel("guests").fill("4");
    await page.getByLabel("room").selectOption("garden");
    await page.getByLabel("email").fill("ada@example.org");
    await page.getByLabel("dishes 1").fill("soup");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await dialog.getByText(/too small|at least 2/i).waitFor();
    await page.getByLabel("name", { exact: false }).first().fill("Ada");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { name: bookTable.name }).waitFor();
    await untilRun(page, "succeeded");
    const [newest] = await studio.engine.runs.list({ workflow: bookTable.name, newestFirst: true, limit: 1 });
    expect((await studio.engine.runs.get(newest!.runId))?.input).toEqual({
      ...{ name: "Ada", guests: 4, room: "garden", isBirthday: false },
      contact: { email: "ada@example.org" },
      dishes: ["soup"],
    });
  });

  it("is cancelled, paused and resumed", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const handle = studio.engine.start(approveInvoice, { invoice: "7" });
    await opened.goTo(handle.runId);
    await page.getByRole("button", { name: "Pause" }).click();
    await untilRun(page, "paused");
    await page.getByRole("button", { name: "Resume" }).click();
    await untilRun(page, "running");
    await page.getByRole("button", { name: "Cancel" }).click();
    await untilRun(page, "cancelled");
    await page.getByRole("row", { name: /^book/ }).click();
    await page.getByText("Somebody cancelled the run: cancelled on the page").waitFor();
    await handle.result.catch(() => {});
    expect(misdeeds).toEqual([]);
  });

  it("is shown as it was after each of its events", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId } = await studio.engine.run(publishCatalogue, { day: "2026-11-20", audience: "shops" });
    await opened.goTo(runId);
    await untilRun(page, "succeeded");
    const slider = page.getByRole("slider", { name: "Events of the run" });
    const last = Number(await slider.getAttribute("max"));
    const wasAt = async (sequence: number) => {
      const run = await studio.engine.runs.at(runId, sequence);
      return run!.rootSpan.steps.map(({ name, status }) => `${name} ${status}`); // it has events
    };
    await slider.fill(String(Math.floor(last / 2)));
    await page.getByText("as it was").waitFor();
    for (const sequence of [Math.floor(last / 2), Math.floor(last / 2) + 1, Math.floor(last / 2)]) {
      await page.locator(`[data-at="${sequence}"]`).waitFor();
      expect(await stepLines(page)).toEqual(await wasAt(sequence));
      await slider.press(sequence === Math.floor(last / 2) ? "ArrowRight" : "ArrowLeft");
    }
    await page.getByRole("button", { name: "Back to live" }).click();
    await untilRun(page, "succeeded");
    expect(await stepLines(page)).toEqual(await wasAt(last));
    expect(misdeeds).toEqual([]);
  });
});

describe("the keys", () => {
  it("go through the tree, fold and unfold it, and close the inspector", async () => {
    await using opened = await openPage(browser, studio);
    const { page, misdeeds } = opened;
    const { runId } = await studio.engine.run(publishCatalogue, { day: "2026-11-20", audience: "shops" });
    await opened.goTo(runId);
    await page.getByRole("treegrid", { name: "Steps" }).focus();
    const inspected = page.getByRole("complementary", { name: "Inspector" }).getByRole("heading", { level: 2 });
    const press = async (keys: readonly string[], name: string) => {
      for (const key of keys) await page.keyboard.press(key);
      await inspected.filter({ hasText: new RegExp(`^${name.replaceAll(/[[\]]/g, "\\$&")}$`) }).waitFor();
    };
    await press(["ArrowDown"], "products");
    await press(["ArrowDown", "ArrowDown"], "pictures");
    await press(["ArrowRight", "ArrowRight"], "pictures[0]");
    await press(["ArrowRight", "ArrowRight"], "load");
    await press(["ArrowLeft"], "pictures[0]");
    await press(["ArrowLeft", "ArrowLeft"], "pictures");
    await press(["End"], "cleanUp");
    await page.keyboard.press("Escape");
    await inspected.waitFor({ state: "detached" });
    const lines = await stepLines(page);
    expect([lines.includes("pictures[0] succeeded"), lines.includes("load succeeded")]).toEqual([true, false]);
    expect(misdeeds).toEqual([]);
  });

  it("go from run to run, and from view to view", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    const ids: string[] = [];
    for (const weight of [1, 2]) ids.push((await studio.engine.run(sendParcel, { weight, address: "A" })).runId);
    await page.locator(`a[href*="${ids[1]}"]`).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(`.run-head`).getByText(ids[0]!).waitFor();
    await page.getByRole("tab", { name: "Steps" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("grid", { name: "Waterfall" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("group", { name: "Events" }).waitFor();
    await page.goBack();
    await page.getByRole("treegrid", { name: "Steps" }).waitFor();
    await page.goForward();
    await page.getByRole("group", { name: "Events" }).waitFor();
  });
});

describe("what steps emit", () => {
  it("is shown in the journal while the page looks", async () => {
    await using opened = await openPage(browser, studio);
    const { page } = opened;
    const gate = Promise.withResolvers<void>();
    const progress = defineEvent("progress", z.object({ share: z.number(), at: z.date() }));
    const telling = workflow("telling").step("tell", {
      run: async (_params, { emit }) => {
        await gate.promise;
        emit(progress, { share: 0.5, at: new Date(0) });
      },
    });
    const { runId } = studio.engine.start(telling);
    await opened.goTo(runId, "journal");
    await page.getByText("attempt started").first().waitFor();
    gate.resolve();
    const emitted = page.getByRole("region", { name: "Emitted" });
    await emitted.getByText("{share: 0.5, at: 1970-01-01T00:00:00.000Z}").waitFor();
  });
});
