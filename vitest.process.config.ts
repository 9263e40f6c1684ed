import base, { testsOfTheProcess } from "./vitest.config.ts";

/** Tests that need a process in which no other test was. */
export default {
  ...base,
  test: {
    ...base.test,
    name: "process",
    include: testsOfTheProcess,
    exclude: [],
    isolate: true,
    typecheck: { enabled: false },
  },
};
