import { type AnyWorkflow, StepError, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { aborted } from "../aborted.ts";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

/** A body that fails. */
function fails(): never {
  throw new Error("it is broken");
}

export const failures = theme("a failure", {
  "stops the run: nothing starts any more, what waited settles at once, what runs is aborted": async ({
    named,
    start,
  }) => {
    const doors = createDoors();
    const fast = workflow(named("fast"))
      .step("broken", { run: doors.at("broken") })
      .step("open", { run: doors.at("open") })
      .step("afterBroken", { dependsOn: ["broken"], run: () => 1 })
      .step("afterOpen", { dependsOn: ["open"], run: () => 1 });
    const trial = await start(fast);
    const { context } = await doors.reached("open");
    await doors.refuse("broken");
    await trial.step("step-cancelled", "afterOpen");
    await aborted(context.signal);
    await doors.refuse("open", new Error("stopped in time"));
    const failed = await trial.end();
    expect(failed.status).toBe("failed");
    expect(failed.span("afterBroken").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(failed.span("afterOpen").cancelled).toEqual({ kind: "failFast", step: "broken" });
    expect(failed.span("open").cancelled).toEqual({ kind: "failFast", step: "broken" });
    expect(failed.errors.map(({ message }) => message)).toEqual([
      'Step "broken" failed on attempt 1: Error: broken is broken.',
    ]);
  },

  "without failFast stops only what depends on it": async ({ named, run }) => {
    const slow = workflow(named("slow"), { failFast: false })
      .step("broken", { run: fails })
      .step("afterBroken", { dependsOn: ["broken"], run: () => 1 })
      .step("reads", { params: { it: ({ stepSpan }) => stepSpan("afterBroken").output }, run: ({ it }) => it })
      .step("other", { run: () => 1 })
      .step("afterOther", { params: { it: ({ stepSpan }) => stepSpan("other").output }, run: ({ it }) => it + 1 });
    const failed = await run(slow);
    expect(failed.status).toBe("failed");
    expect(failed.span("afterBroken").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(failed.span("reads").skipped).toEqual({ kind: "upstream", step: "broken" });
    expect(failed.span("afterOther").output).toBe(2);
  },

  "rejects the run with a RunError: its errors stand in order of time, the first is its cause": async ({
    named,
    open,
  }) => {
    const name = named("twice");
    const twice = workflow(name, { failFast: false })
      .step("first", { run: fails })
      .step("second", {
        always: true,
        dependsOn: ["first"],
        run: () => {
          throw new TypeError("so is this");
        },
      });
    const engine = await open({ workflows: [twice] });
    const runId = named("run");
    const error = await engine.run(twice, undefined, { runId }).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ name: "RunError", code: "RUN_FAILED" });
    expect(error.message).toBe(
      `Run ${runId} of workflow "${name}" failed: Step "first" failed on attempt 1: Error: it is broken. (and 1 more; see .errors)`,
    );
    expect(error.errors.map(({ message }: Error) => message)).toEqual([
      'Step "first" failed on attempt 1: Error: it is broken.',
      'Step "second" failed on attempt 1: TypeError: so is this.',
    ]);
    expect(error.cause).toBe(error.errors[0]);
    expect(error.run.span("first").status).toBe("failed");
    expect(error.run.runId).toBe(runId);
  },

  "is a StepError with the step, the attempt, what was thrown and what the step saw": async ({ named, run }) => {
    const seeing = workflow(named("seeing"), { state: z.object({ total: z.number().default(0) }) })
      .step("add", { run: (_params, context) => context.state.set("total", 3) })
      .step("broken", {
        dependsOn: ["add"],
        params: { day: "2026-11-20" },
        run: () => {
          throw Object.assign(new RangeError("too far"), { code: "E_FAR" });
        },
      });
    const [error] = (await run(seeing)).errors as StepError[];
    expect(error).toBeInstanceOf(StepError);
    expect(error).toMatchObject({ code: "STEP_FAILED", step: "broken", attempt: 1 });
    expect(error?.cause).toBeInstanceOf(RangeError);
    expect(error?.cause).toMatchObject({ name: "RangeError", message: "too far", code: "E_FAR" });
    expect(error?.contextSnapshot).toEqual({ input: { day: "2026-11-20" }, state: { total: 3 }, stepState: {} });
  },

  "that is tolerated is recorded, and whoever reads the step has a default": async ({ named, run }) => {
    const tolerant = workflow(named("tolerant"))
      .step("broken", { continueOnError: true, run: fails })
      .step("after", { dependsOn: ["broken"], run: () => "ran" })
      .step("with", { skipWith: ["broken"], run: () => "ran" })
      .step("read", {
        params: { value: ({ stepSpan }) => stepSpan("broken", { default: null })?.output ?? "none" },
        run: ({ value }) => value,
      });
    const done = await run(tolerant);
    expect(done.status).toBe("succeeded");
    expect(done.errors).toEqual([]);
    expect(done.span("broken")).toMatchObject({
      status: "failed",
      error: { message: 'Step "broken" failed on attempt 1: Error: it is broken.' },
    });
    expect(done.span("after").output).toBe("ran");
    expect(done.span("with").skipped).toEqual({ kind: "skipWith", step: "broken" });
    expect(done.output).toBe("none");
  },

  "may throw anything: what is no error is recorded as it is": async ({ named, run }) => {
    const cyclic = new Error("round");
    cyclic.cause = cyclic;
    const hostile = {
      get message() {
        throw new Error("never");
      },
    };
    const thrown = { nothing: null, text: "just text", number: 7, cyclic, hostile, none: undefined };
    let odd: AnyWorkflow = workflow(named("odd"), { failFast: false });
    for (const [name, value] of Object.entries(thrown)) {
      odd = odd.step(name, {
        run: () => {
          throw value;
        },
      });
    }
    const failed = await run(odd);
    const causes = Object.fromEntries(failed.spans.map(({ name, error }) => [name, error?.cause]));
    expect(causes).toMatchObject({ nothing: null, text: "just text", number: 7, none: undefined });
    expect(causes.cyclic).toMatchObject({ message: "round" });
    expect((causes.cyclic as Error).cause).toBe(causes.cyclic);
    const messages = failed.errors.map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining([
        'Step "nothing" failed on attempt 1: null.',
        'Step "text" failed on attempt 1: "just text".',
        'Step "number" failed on attempt 1: 7.',
        'Step "none" failed on attempt 1: undefined.',
        'Step "cyclic" failed on attempt 1: Error: round.',
      ]),
    );
    expect(failed.spanAt("hostile").status).toBe("failed");
  },

  "ends a backoff: a step that waits for its retry is cancelled by it": async ({ named, start }) => {
    const doors = createDoors();
    const backoff = workflow(named("backoff"))
      .step("flaky", { retry: { attempts: 3, delay: "1h" }, run: fails })
      .step("broken", { run: doors.at("broken") });
    const trial = await start(backoff);
    await trial.step("attempt-failed", "flaky");
    await doors.refuse("broken");
    const failed = await trial.end();
    expect(failed.span("flaky")).toMatchObject({
      status: "cancelled",
      cancelled: { kind: "failFast", step: "broken" },
    });
    expect(failed.span("flaky").attempts).toHaveLength(1);
  },
});
