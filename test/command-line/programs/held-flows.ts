import { type AnyWorkflow, workflow } from "stepspan";
import { held } from "./held.ts";

/** Two steps at once and one behind them. */
export const branches = workflow("branches")
  .step("left", { run: (_, { signal }) => held("left", signal) })
  .step("right", { run: (_, { signal }) => held("right", signal) })
  .step("merge", { dependsOn: ["left", "right"], run: () => "merged" })
  .step("tidy", { always: true, dependsOn: ["merge"], run: () => "tidied" })
  .returns(({ stepSpan }) => stepSpan("merge").output);

/** A map of which each item is held. */
export const items = workflow("items").map("each", {
  over: () => ["a", "b", "c", "d"],
  concurrency: 2,
  continueOnError: true,
  params: { item: ({ item }) => item },
  run: ({ item }, { signal }) => held(item, signal),
});

/** Many steps, of which three run at once. */
export const many = Array.from({ length: 40 }, (_, index) => `step${index}`).reduce<AnyWorkflow>(
  (built, name) => built.step(name, { run: (_, { signal }) => held(name, signal) }),
  workflow("many", { failFast: false }),
);

const sub = workflow("sub")
  .step("inner", { run: (_, { signal }) => held("inner", signal) })
  .step("after", { dependsOn: ["inner"], run: () => 2 });

/** A workflow as a step. */
export const nested = workflow("nested").subflow("outer", { workflow: sub });

/** Prints while it runs. */
export const talking = workflow("talking").step("talk", {
  run: async (_, { signal, log }) => {
    console.log("first line\nsecond line");
    process.stdout.write("no end yet");
    console.error("\u001b[2J\u001b[31mred\u001b[0m and \u001b[5Aup");
    log.warn("it is late");
    await held("talk", signal);
    process.stdout.write(", and now\nlast");
  },
});

/** Never ends by itself, and does not care for signals. */
export const deaf = workflow("deaf").step("deaf", {
  run: async (_, { signal: _signal }) => held("deaf", new AbortController().signal),
});
