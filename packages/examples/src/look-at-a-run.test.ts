import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testRun } from "@stepspan/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { frontPage, writePictures } from "./look-at-a-run.ts";

const folder = await mkdtemp(join(tmpdir(), "stepspan-"));
afterAll(() => rm(folder, { recursive: true }));

describe("writePictures", () => {
  it("draws the way that the run took, and writes a trace of it", async () => {
    const mocks = { weather: "sun", news: ["one", "two"], photos: "photo.jpg" };
    const run = await testRun(frontPage, { mocks, answers: { verdict: { print: false } } });
    expect(run.output).toBe("for another day");

    await writePictures(run, folder);

    const [graph, waterfall, trace] = await Promise.all(
      ["graph.svg", "waterfall.svg", "trace.json"].map((name) => readFile(join(folder, name), "utf8")),
    );
    expect(graph).toContain("<title>print: skipped (guard)</title>");
    expect(waterfall).toContain("photos[1]");
    const { traceEvents } = JSON.parse(trace!) as { traceEvents: { name: string; cat?: string }[] };
    const steps = traceEvents.filter(({ cat }) => cat === "step").map(({ name }) => name);
    expect(steps).toEqual(["weather", "news", "photos", "photos[0]", "photos[1]", "page", "verdict", "shelve"]);
  });
});
