import { testRun } from "@stepspan/vitest";
import { createEngine } from "stepspan";
import { describe, expect, it } from "vitest";
import { readSite } from "./events-between-steps.ts";

describe("readSite", () => {
  it("reads each page once, and ends when none is left", async () => {
    const run = await testRun(readSite);

    expect(run.output).toEqual(["/", "/bread", "/prices", "/rolls"]);
    expect(run.unhandledEvents).toEqual([]);
  });

  it("says outside how far it has come", async () => {
    await using engine = createEngine();
    const told: unknown[] = [];
    const handle = engine.start(readSite);
    for await (const event of handle.events) {
      if (event.type === "event-emitted") told.push(event.data);
    }

    expect(told).toEqual([{ read: "/" }, { read: "/bread" }, { read: "/prices" }, { read: "/rolls" }]);
  });
});
