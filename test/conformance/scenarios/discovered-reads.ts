import { workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

/** A body that fails. */
function fails(): never {
  throw new Error("it is broken");
}

export const discovered = theme("a read that is found when a lambda is evaluated", {
  "of a branch that is not taken is not waited for": async ({ named, run }) => {
    const untaken = workflow(named("untaken"), { input: z.object({ isTaken: z.boolean() }) })
      .step("quick", { run: () => "quick" })
      .step("broken", { continueOnError: true, run: fails })
      .step("never", { dependsOn: ["broken"], when: () => false, run: () => "never" })
      .step("read", {
        params: {
          value: ({ input, stepSpan }) =>
            input.isTaken ? (stepSpan("never", { default: null })?.output ?? "none") : stepSpan("quick").output,
        },
        run: ({ value }) => value,
      });
    const done = await run(untaken, { input: { isTaken: false } });
    expect(done.span("read").output).toBe("quick");
    const read = done
      .span("read")
      .dependencies.filter((edge) => edge.read)
      .map(({ step }) => step);
    expect(read).toEqual(["quick"]);
  },

  "suspends the evaluation until that step has settled, and never gives a wrong value": async ({ named, start }) => {
    const doors = createDoors();
    const dynamic = workflow(named("dynamic"), { input: z.object({ which: z.string() }) })
      .step("left", { run: doors.at("left") })
      .step("right", { run: doors.at("right") })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "left").output },
        run: ({ value }) => value,
      });
    const trial = await start(dynamic, { input: { which: "right" } });
    await trial.step("evaluation-suspended", "read");
    await doors.open("right");
    await trial.step("step-succeeded", "read");
    await doors.open("left");
    const done = await trial.end();
    expect(done.output).toBe("right");
    expect(done.span("read").dependencies).toMatchObject([{ step: "right", certainty: "discovered", read: true }]);
  },

  "cannot be hidden by a try around it: what it gave then is thrown away": async ({ named, run }) => {
    const hiding = workflow(named("hiding"), { input: z.object({ which: z.string() }) })
      .step("slow", { run: async () => "slow" })
      .step("read", {
        params: {
          value: ({ input, stepSpan }) => {
            try {
              return stepSpan(input.which as "slow").output;
            } catch {
              return "caught";
            }
          },
        },
        run: ({ value }) => value,
      });
    expect((await run(hiding, { input: { which: "slow" } })).output).toBe("slow");
  },

  "of a lost step skips the reader, and names the step that failed": async ({ named, run }) => {
    const lost = workflow(named("lost"), { failFast: false, input: z.object({ which: z.string() }) })
      .step("broken", { run: fails })
      .step("after", { dependsOn: ["broken"], run: () => 1 })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "after").output },
        run: ({ value }) => value,
      });
    const done = await run(lost, { input: { which: "after" } });
    expect(done.span("after").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(done.span("read").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(done.errors).toHaveLength(1);
  },

  "of a step that is not there fails with a suggestion": async ({ named, run }) => {
    const name = named("typo");
    const typo = workflow(name, { input: z.object({ which: z.string() }) })
      .step("users", { run: () => 1 })
      .step("read", {
        params: { value: ({ input, stepSpan }) => stepSpan(input.which as "users").output },
        run: ({ value }) => value,
      });
    expect((await run(typo, { input: { which: "user" } })).errors[0]?.message).toBe(
      `Step "read" failed before its first attempt: Step "read" of workflow "${name}" reads "user" in parameter "value", but there is no earlier step of that name. Did you mean "users"?`,
    );
  },
});
