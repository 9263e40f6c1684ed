import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mapOver, running, waitFor } from "./fixtures/hand-made-forms.ts";
import { handMadeWorkflow } from "./fixtures/hand-made-workflow.ts";
import { testRun } from "./index.ts";

const never = () => new Promise<never>(() => {});
const items = Array.from({ length: 10 }, (_, index) => index);
const review = handMadeWorkflow([{ name: "score", run: never }], { name: "review" });
const publish = handMadeWorkflow(
  [
    { name: "fetch", form: mapOver(items), params: { id: ({ item }) => item }, run: never },
    { name: "review", reads: ["fetch"], form: running(review.plan) },
    { name: "approve", dependsOn: ["review"], form: waitFor({ name: "approved", schema: null }) },
  ],
  { name: "publish" },
);
const testDb = {};

describe("the example of the README", () => {
  it("runs as it is written", async () => {
    const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
    const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const body = `return (async () => { ${code} return run; })();`;
    const run = await new Function("testRun", "publish", "testDb", "expect", body)(testRun, publish, testDb, expect);
    expect(run.span("fetch").output).toEqual(items.map((id) => `page ${id}`));
  });
});
