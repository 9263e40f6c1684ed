import { defineConfig } from "vitest/config";

/** All tests, and those with an engine a second time in the replay mode: one run, with one summary. */
export default defineConfig({
  test: { projects: ["vitest.config.ts", "vitest.process.config.ts", "vitest.replay.config.ts"] },
});
