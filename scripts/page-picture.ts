/**
 * Makes the picture of the page in the README, `docs/pictures/page.png`. Needs the built page and Chromium; times in the
 * picture are real, so that no two pictures are the same and no test holds it up to date.
 */
import { join } from "node:path";
import { launchBrowser } from "../packages/studio/test/browser.ts";
import { openPage } from "../packages/studio/test/opened-page.ts";
import { openStudio } from "../packages/studio/test/opened-studio.ts";
import { approveInvoice, chargeOrder, publishCatalogue, sendParcel } from "../packages/studio/test/shown-workflows.ts";

const target = join(import.meta.dirname, "../docs/pictures/page.png");

await using studio = await openStudio();
const { engine } = studio;
await engine.run(sendParcel, { weight: 2, address: "Main Street 1" });
await engine.run(chargeOrder, { order: "A-17", cents: 12_000 }).catch(() => {}); // it is there to fail
engine.start(approveInvoice, { invoice: "2026-118" });
const { runId } = await engine.run(publishCatalogue, { day: "2026-11-20", audience: "shops" });
const browser = await launchBrowser();
try {
  await using opened = await openPage(browser, studio, { width: 1280, height: 800 });
  await opened.goTo(runId, "waterfall?span=prices");
  await opened.page.getByRole("row", { name: /^prices/ }).waitFor();
  await opened.page.screenshot({ path: target, animations: "disabled" });
} finally {
  await browser.close();
}
console.log(`wrote ${target}`);
