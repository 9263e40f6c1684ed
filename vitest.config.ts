import { defineConfig } from "vitest/config";

const conditions = ["@stepspan/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Property tests take as long as a busy machine needs; none asserts a time.
    testTimeout: 60_000,
    maxWorkers: "100%",
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/studio/{page,test}/**/*.test.ts",
      "test/**/*.test.ts",
      "bench/src/**/*.test.ts",
    ],
    setupFiles: ["test/support/unchanged-prototypes.ts"],
    typecheck: {
      enabled: true,
      include: ["packages/*/src/**/*.test-d.ts", "test/**/*.test-d.ts"],
      tsconfig: "test/tsconfig.json",
    },
  },
});
