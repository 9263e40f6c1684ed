import { existsSync } from "node:fs";
import { configDefaults, defineConfig } from "vitest/config";
import { restateBinary } from "./packages/examples/src/cluster/restate-binary.ts";

const conditions = ["@stepspan/source"];

/** One that is named is needed; else a machine without Chromium does without the tests that look at the page. */
const hasChromium = process.env.CHROMIUM !== undefined || existsSync("/usr/bin/chromium");
if (!hasChromium) {
  console.warn(
    "There is no /usr/bin/chromium: the tests of packages/studio/test, which look at the page, are left out.",
  );
}

/** Its package has it for Linux and macOS. */
const hasRestate = restateBinary() !== null;
if (!hasRestate) {
  console.warn(`npm has no Restate server for ${process.platform}-${process.arch}: the tests on it are left out.`);
}
const testsOnRestate = ["test/restate/**", "packages/examples/src/cluster/main.test.ts"];

/** They look at what the process as a whole has, so they have one of their own: `vitest.process.config.ts`. */
export const testsOfTheProcess = ["packages/engine/src/local/process-idle.test.ts"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Property tests take as long as a busy machine needs; none asserts a time.
    testTimeout: 60_000,
    maxWorkers: "100%",
    // No file leaves anything behind for another, and to load everything anew for each takes a fifth of the time.
    isolate: false,
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/studio/page/**/*.test.ts",
      ...(hasChromium ? ["packages/studio/test/**/*.test.ts"] : []),
      "test/**/*.test.ts",
      "bench/src/**/*.test.ts",
    ],
    exclude: [...configDefaults.exclude, ...testsOfTheProcess, ...(hasRestate ? [] : testsOnRestate)],
    globalSetup: ["test/restate/support/shared-servers.ts"],
    setupFiles: ["test/support/unchanged-prototypes.ts"],
    typecheck: {
      enabled: true,
      include: ["packages/*/src/**/*.test-d.ts", "test/**/*.test-d.ts"],
      tsconfig: "test/tsconfig.json",
    },
  },
});
