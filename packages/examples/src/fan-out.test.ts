import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { checkLinks } from "./fan-out.ts";

describe("checkLinks", () => {
  it("keeps the place of a page that is missing", async () => {
    const run = await testRun(checkLinks, { input: { paths: ["/home", "/jobs", "/prices"] } });

    expect(run).toHaveSucceeded();
    expect(run.output).toEqual(["/home: Welcome", "/jobs: missing", "/prices: Rolls 1 €"]);
    expect(run.span("pages").items.map(({ path, status }) => [path, status])).toEqual([
      ["pages[0]", "succeeded"],
      ["pages[1]", "failed"],
      ["pages[2]", "succeeded"],
    ]);
  });

  it("reports nothing for no pages", async () => {
    const run = await testRun(checkLinks, { input: { paths: [] } });

    expect(run.output).toEqual([]);
  });
});
