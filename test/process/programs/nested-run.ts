/** A step waits for a run on its own engine, which has one slot. */
import { workflow } from "@stepspan/dsl";
import { createEngine, RunError, StalledRunError } from "@stepspan/engine";
import { print } from "./print.ts";

const engine = createEngine({ concurrency: 1 });
const inner = workflow("inner").step("work", { run: () => "done" });
const outer = workflow("outer").step("delegate", {
  run: async () => {
    try {
      return (await engine.run(inner)).output;
    } catch (error) {
      print({ seenInside: stallsOf(error) });
      throw error;
    }
  },
});

await engine.run(outer).catch((error: unknown) => print({ seenOutside: stallsOf(error) }));
print((await engine.run(inner)).output);

function stallsOf(error: unknown): string[] {
  if (!(error instanceof RunError)) throw error;
  return error.errors.filter((part) => part instanceof StalledRunError).map(({ message }) => message);
}
