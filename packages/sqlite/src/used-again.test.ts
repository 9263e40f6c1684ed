import { workflow } from "@stepspan/dsl";
import { createEngine } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { temporaryFile } from "../../../test/support/temporary-file.ts";
import { sqliteStore } from "./sqlite-store.ts";

/** Two steps, of which the second fails unless it is mended; each call is noted. */
function pipeline() {
  const calls: string[] = [];
  const build = (isMended: boolean) =>
    workflow("pipeline")
      .step("fetch", {
        cache: true,
        run: () => {
          calls.push("fetch");
          return { rows: new Map([["a", 1n]]), bytes: new Uint8Array(3000).fill(9) };
        },
      })
      .step("total", {
        params: { rows: ({ stepSpan }) => stepSpan("fetch").output.rows },
        run: ({ rows }) => {
          calls.push("total");
          if (!isMended) throw new Error("not yet");
          return [...rows.values()][0];
        },
      });
  return { calls, build };
}

describe("what a file keeps of earlier runs", () => {
  it("is used again by a rerun in another process, where only what failed is called", async () => {
    const [path, { calls, build }] = [temporaryFile(), pipeline()];
    const first = sqliteStore(path);
    const failing = createEngine({ store: first });
    await failing.run(build(false), undefined, { runId: "run-1" }).catch(() => undefined);
    await failing.close();
    first.close();

    const store = sqliteStore(path);
    const engine = createEngine({ store, workflows: [build(true)] });
    const run = await (await engine.rerun("run-1", { failedOnly: true })).result;
    expect([run.output, run.rerunOf]).toEqual([1n, { runId: "run-1", from: null }]);
    expect(run.span("fetch").reusedFrom).toMatchObject({ runId: "run-1", path: "fetch" });
    expect(calls).toEqual(["fetch", "total", "total"]);
    await engine.close();
    store.close();
  });

  it("is used again by a memoised step, after the file was opened again", async () => {
    const [path, { calls, build }] = [temporaryFile(), pipeline()];
    for (const _time of [1, 2]) {
      const store = sqliteStore(path);
      const engine = createEngine({ store });
      expect((await engine.run(build(true))).output).toBe(1n);
      await engine.close();
      store.close();
    }
    expect(calls).toEqual(["fetch", "total", "total"]);
  });
});
