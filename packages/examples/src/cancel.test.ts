import { testRun } from "@stepspan/vitest";
import { describe, expect, it } from "vitest";
import { copyBook } from "./cancel.ts";

describe("copyBook", () => {
  it("stops the step that runs and starts no other when its caller cancels", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("nobody wants the book"), 20);
    const run = await testRun(copyBook, { signal: controller.signal });

    expect(run).toHaveCancelled();
    expect(run).toMatchSpanGraph(`
      copy-book  cancelled
        copy     cancelled: cancel "nobody wants the book"
        bind     cancelled: cancel "nobody wants the book"
    `);
  });

  it("binds what was copied if nobody cancels", async () => {
    const run = await testRun(copyBook, { mocks: { copy: 3 } });

    expect(run.output).toBe("a book of 3 pages");
  });
});
