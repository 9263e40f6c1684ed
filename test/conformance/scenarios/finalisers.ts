import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { aborted } from "../aborted.ts";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

/** A body that fails. */
function fails(): never {
  throw new Error("it is broken");
}

export const finalisers = theme("an always step", {
  "runs after a success, after a failure and after a skip": async ({ named, run }) => {
    const cleaning = workflow(named("cleaning"), { input: z.object({ isBroken: z.boolean() }) })
      .step("work", {
        params: { isBroken: ({ input }) => input.isBroken },
        run: ({ isBroken }) => (isBroken ? fails() : "worked"),
      })
      .step("next", { params: { it: ({ stepSpan }) => stepSpan("work").output }, run: ({ it }) => it })
      .step("clean", {
        always: true,
        dependsOn: ["next"],
        params: { next: ({ stepSpan }) => stepSpan("next", { default: null })?.output ?? "nothing" },
        run: ({ next }) => `cleaned after ${next}`,
      });
    expect((await run(cleaning, { input: { isBroken: false } })).span("clean").output).toBe("cleaned after worked");
    const failed = await run(cleaning, { input: { isBroken: true } });
    expect(failed.status).toBe("failed");
    expect(failed.span("clean").output).toBe("cleaned after nothing");
  },

  "runs after a cancel, with a signal of its own that is not aborted": async ({ named, start }) => {
    const doors = createDoors();
    const cleaning = workflow(named("cleaning"))
      .step("work", { run: doors.at("work") })
      .step("clean", { always: true, dependsOn: ["work"], run: (_params, context) => context.signal.aborted });
    const trial = await start(cleaning);
    const { context } = await doors.reached("work");
    trial.handle.cancel("enough");
    await aborted(context.signal);
    await doors.refuse("work");
    const cancelled = await trial.end();
    expect(cancelled.status).toBe("cancelled");
    expect(cancelled.span("clean")).toMatchObject({ status: "succeeded", output: false });
  },

  "has a guard that applies, and can see every outcome": async ({ named, run }) => {
    const asking = workflow(named("asking"), { failFast: false })
      .step("broken", { run: fails })
      .step("after", { dependsOn: ["broken"], run: () => 1 })
      .step("alarm", {
        always: true,
        when: ({ stepSpan }) => stepSpan("broken", { settled: true }).status === "failed",
        params: { after: ({ stepSpan }) => stepSpan("after", { settled: true }).status },
        run: ({ after }) => after,
      })
      .step("praise", {
        always: true,
        when: ({ stepSpan }) => stepSpan("broken", { settled: true }).status === "succeeded",
        run: () => "well done",
      });
    const failed = await run(asking);
    expect(failed.span("alarm").output).toBe("skipped");
    expect(failed.span("praise").skipped).toEqual({ kind: "guard" });
  },

  "that fails fails the run": async ({ named, run }) => {
    const cleaning = workflow(named("cleaning"))
      .step("work", { run: () => "worked" })
      .step("clean", { always: true, dependsOn: ["work"], run: fails });
    const failed = await run(cleaning);
    expect(failed.status).toBe("failed");
    expect(failed.errors.map(({ message }) => message)).toEqual([
      'Step "clean" failed on attempt 1: Error: it is broken.',
    ]);
  },
});
