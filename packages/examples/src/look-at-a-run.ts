import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createEngine, defineEvent, type Run, type StepContext, workflow } from "stepspan";
import { z } from "zod";

/** What an editor says to a page. */
export const verdict = defineEvent("verdict", z.object({ print: z.boolean() }));

async function fetchWeather(_: object, { attempt }: StepContext): Promise<string> {
  await delay(40);
  if (attempt === 1) throw new Error("the weather service is busy");
  return "rain";
}

async function fetchNews(): Promise<string[]> {
  await delay(60);
  return ["A bridge opens", "The old mill burns", "Chess comes to town"];
}

async function fetchPhoto({ headline }: { headline: string }): Promise<string> {
  await delay(30);
  return `${headline}.jpg`;
}

// #region workflow
/** A front page: fetched all at once, set, shown to an editor, and printed if they like it. */
export const frontPage = workflow("front-page")
  .step("weather", { retry: { attempts: 3, delay: 80 }, run: fetchWeather })
  .step("news", { run: fetchNews })
  .map("photos", {
    over: ({ stepSpan }) => stepSpan("news").output,
    concurrency: 2,
    params: { headline: ({ item }) => item },
    run: fetchPhoto,
  })
  .step("page", {
    params: {
      weather: ({ stepSpan }) => stepSpan("weather").output,
      photos: ({ stepSpan }) => stepSpan("photos").output,
    },
    run: ({ weather, photos }) => `${photos.length} photos, ${weather}`,
  })
  .wait("verdict", { event: verdict, dependsOn: ["page"] })
  .step("print", {
    when: ({ stepSpan }) => stepSpan("verdict").output.print,
    params: { page: ({ stepSpan }) => stepSpan("page").output },
    run: ({ page }) => `printed: ${page}`,
  })
  .step("shelve", { when: ({ stepSpan }) => !stepSpan("verdict").output.print, run: () => "for another day" });
// #endregion

// #region pictures
/** Draws a run twice, and writes it down for Perfetto. */
export async function writePictures(run: Run, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "graph.svg"), run.toSvg({ view: "graph" }));
  await writeFile(join(folder, "waterfall.svg"), run.toSvg({ view: "waterfall" }));
  await writeFile(join(folder, "trace.json"), JSON.stringify(run.toChromeTrace()));
}
// #endregion

if (import.meta.main) {
  await using engine = createEngine({ concurrency: 2 });
  const handle = engine.start(frontPage);
  for await (const event of handle.events) {
    if (event.type === "wait-started") await handle.send(verdict, { print: true });
  }
  const folder = join(tmpdir(), "stepspan-pictures");
  await writePictures(await handle.result, folder);
  console.log(`Look into ${folder}`);
}
