import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { OpenedStudio } from "./opened-studio.ts";

/** Ignored by git: what the tests saw. */
const pictures = join(import.meta.dirname, "../out");
const builtPage = join(import.meta.dirname, "../dist/page/index.html");

/** A tab of the browser with the page in it. */
export interface OpenedPage extends AsyncDisposable {
  readonly page: Page;
  /** What a page must never do: errors in its console, requests to other hosts, dialogs of the browser. */
  readonly misdeeds: string[];
  /** Opens a run in one of its views. */
  goTo(runId: string, rest?: string): Promise<void>;
  /** Makes a picture of what there is to see. */
  picture(name: string): Promise<void>;
}

export interface PageLook {
  readonly colours?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
}

/** Opens the page of a server. @throws Error if the page was not built */
export async function openPage(browser: Browser, studio: OpenedStudio, look: PageLook = {}): Promise<OpenedPage> {
  if (!existsSync(builtPage)) throw new Error("The page is not built. Build it first: npx -y pnpm@12 page");
  const { colours = "light", width = 1360, height = 820 } = look;
  const context = await browser.newContext({ colorScheme: colours, viewport: { width, height }, locale: "en" });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") misdeeds.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => misdeeds.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${studio.url}/`)) misdeeds.push(`request: ${request.url()}`);
  });
  await page.goto(`${studio.url}/`);
  await page.getByRole("navigation", { name: "Runs" }).waitFor();
  return {
    page,
    misdeeds,
    async goTo(runId, rest = "steps") {
      await page.goto(`${studio.url}/#/runs/${runId}/${rest}`);
      await page.getByRole("tablist").waitFor();
    },
    async picture(name) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Each line of the tree of steps: its name and its status. */
export async function stepLines(page: Page): Promise<readonly string[]> {
  const lines = page.getByRole("treegrid", { name: "Steps" }).locator('[role="row"][data-status]');
  return lines.evaluateAll((rows) =>
    rows.map((row) => `${row.querySelector(".step-text")?.textContent} ${row.getAttribute("data-status")}`),
  );
}

/** Waits until a line of the tree has this status. */
export async function untilStep(page: Page, name: string, status: string): Promise<void> {
  await page.getByRole("row", { name: new RegExp(`^${name}.*\\b${status}\\b`) }).waitFor();
}

/** Waits until the header says that the run has this status. */
export async function untilRun(page: Page, status: string): Promise<void> {
  await page.locator(`.run-title .status-word[data-status="${status}"]`).waitFor();
}
