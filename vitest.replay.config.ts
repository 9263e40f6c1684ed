import { defineConfig } from "vitest/config";
import { replayingCorePlugin } from "./test/replay/replaying-core-plugin.ts";
import base from "./vitest.config.ts";

/** The same tests, with a core in every engine that is thrown away and rebuilt from the journal after every event (I10). */
export default defineConfig({
  ...base,
  plugins: [replayingCorePlugin()],
  test: {
    ...base.test,
    name: "replay",
    setupFiles: ["test/support/unchanged-prototypes.ts", "test/replay/require-replaying-core.ts"],
    include: [...(base.test?.include ?? []), "test/replay/*.replayed.ts"],
    exclude: [
      "**/node_modules/**",
      // Runs of up to 100,000 steps: linear with the engine's own core, not with one that is rebuilt.
      "test/scale/**",
      "test/durability/long-journals.test.ts",
      // They have trials on a replaying engine of their own, or fold each prefix of a journal anew.
      "test/properties/random-runs.test.ts",
      "test/properties/forms/calm-flows.test.ts",
      "test/durability/every-write.test.ts",
      "test/conformance/**",
      // The page's server over HTTP: it reads journals, and no run of it is of a kind that is not tried elsewhere.
      "test/studio/**",
      "packages/studio/**",
      // Programs in processes of their own, which take the engine as it is.
      "test/process/**",
      "test/command-line/**",
      "bench/**",
      // Handlers in processes of their own, or on a server that replays them by itself.
      "test/restate/**",
      "packages/examples/src/cluster/**",
      // No engine in them.
      "test/architecture/**",
      "test/compiling/**",
      "test/documentation/**",
      "packages/engine/src/{borders,changes,codec,context,errors,journal,local,plan,resources,state}/**",
      "packages/dsl/src/**",
      "packages/cli/src/**",
      "packages/restate/**",
      "packages/examples/src/repository-report/**",
      "packages/vitest/src/{display,journal,span-graph}/**",
      // What lambdas read is found before a run: the table of the ways of writing them runs on the engine as it is.
      "test/inference/**",
      // Stores that are damaged or whose process is killed: no run goes on in them.
      "packages/sqlite/src/{damaged-files,killed-writer}.test.ts",
    ],
    // The main run has tried every property already, on a core that is not rebuilt.
    env: { STEPSPAN_TRIALS: process.env.STEPSPAN_TRIALS || "0.2" },
    typecheck: { enabled: false },
  },
});
