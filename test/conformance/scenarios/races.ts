import { defineEvent, workflow } from "stepspan";
import { expect } from "vitest";
import { aborted } from "../aborted.ts";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const races = theme("a race", {
  "settles with the first member to succeed; the others are cancelled and read as skipped": async ({
    named,
    start,
  }) => {
    const doors = createDoors();
    const raced = workflow(named("raced"))
      .step("left", { run: doors.at("left") })
      .step("right", { run: doors.at("right") })
      .race("first", { of: ["left", "right"] })
      .step("read", {
        params: {
          winner: ({ stepSpan }) => stepSpan("first").output,
          left: ({ stepSpan }) => stepSpan("left", { default: null })?.output ?? "none",
        },
        run: ({ winner, left }) => `${winner} won, left gave ${left}`,
      });
    const trial = await start(raced);
    const { context } = await doors.reached("left");
    await doors.open("right");
    await aborted(context.signal);
    await doors.open("left", "too late");
    const done = await trial.end();
    expect(done.status).toBe("succeeded");
    expect(done.span("first").output).toBe("right");
    expect(done.span("left")).toMatchObject({ status: "cancelled", cancelled: { kind: "race", step: "first" } });
    expect(done.span("left").output).toBe(undefined);
    expect(done.output).toBe("right won, left gave none");
  },

  "ends the waits, sleeps and retries of the others, and does not begin what has not begun": async ({ named, run }) => {
    const many = workflow(named("many"))
      .sleep("night", "8h")
      .wait("person", { event: defineEvent("answer") })
      .step("flaky", {
        retry: { attempts: 9, delay: "1h" },
        run: () => {
          throw new Error("busy");
        },
      })
      .step("later", { dependsOn: ["night"], run: () => "too late" })
      .step("quick", { run: () => "quick" })
      .race("first", { of: ["night", "person", "flaky", "later", "quick"] });
    const done = await run(many);
    expect(done.output).toBe("quick");
    for (const name of ["night", "person", "flaky", "later"] as const) {
      expect(done.span(name).cancelled, name).toEqual({ kind: "race", step: "first" });
    }
  },

  "goes on after a member that failed, and leaves the dependencies of its members alone": async ({ named, start }) => {
    const doors = createDoors();
    const raced = workflow(named("raced"))
      .step("slow", { run: doors.at("slow") })
      .step("member", { dependsOn: ["slow"], run: () => "member" })
      .step("broken", { run: doors.at("broken") })
      .step("quick", { dependsOn: ["broken"], run: () => "quick" })
      .race("first", { of: ["member", "broken", "quick"] });
    const trial = await start(raced);
    await doors.refuse("broken");
    await trial.step("step-succeeded", "first");
    await doors.open("slow");
    const done = await trial.end();
    expect(done.status).toBe("succeeded");
    expect(done.output).toBe("quick");
    expect(done.span("slow").status).toBe("succeeded");
    expect(done.span("member").status).toBe("cancelled");
    expect(done.span("broken").status).toBe("failed");
  },

  "of which no member succeeds fails with what all of them threw": async ({ named, run }) => {
    const lost = workflow(named("lost"))
      .step("left", {
        run: () => {
          throw new Error("left is broken");
        },
      })
      .step("right", { when: () => false, run: () => 1 })
      .race("first", { of: ["left", "right"] });
    const failed = await run(lost);
    expect(failed.span("first").status).toBe("failed");
    const cause = failed.errors[0]?.cause as AggregateError;
    expect(cause).toBeInstanceOf(AggregateError);
    expect(cause.errors.map(({ message }) => message)).toEqual([
      'Step "left" failed on attempt 1: Error: left is broken.',
    ]);
  },

  "of which all members are skipped is skipped": async ({ named, run }) => {
    const skipped = workflow(named("skipped"))
      .step("left", { when: () => false, run: () => 1 })
      .step("right", { when: () => false, run: () => 2 })
      .race("first", { of: ["left", "right"] });
    const done = await run(skipped);
    expect(done.status).toBe("succeeded");
    expect(done.span("first").status).toBe("skipped");
    expect(done.output).toBe(null);
  },

  "between maps, loops and sub-workflows cancels all that is below the losers": async ({ named, start }) => {
    const doors = createDoors();
    const child = workflow(named("child")).step("inner", { run: doors.at("inner") });
    const forms = workflow(named("forms"))
      .map("map", { over: [1, 2], run: doors.at("item") })
      .loop("loop", { run: doors.at("iteration"), until: () => true, maxIterations: 2 })
      .subflow("flow", { workflow: child })
      .step("quick", { run: doors.at("quick") })
      .race("first", { of: ["map", "loop", "flow", "quick"] });
    const trial = await start(forms);
    for (const name of ["item", "iteration", "inner"]) await doors.reached(name);
    await doors.reached("item", 2);
    await doors.open("quick");
    await trial.step("step-succeeded", "first");
    for (const name of ["item", "item", "iteration", "inner"]) await doors.open(name, "too late");
    const done = await trial.end();
    expect(done.output).toBe("quick");
    for (const path of ["map", "map[0]", "map[1]", "loop", "loop#1", "flow"]) {
      expect(done.spanAt(path).cancelled, path).toEqual({ kind: "race", step: "first" });
    }
    expect(done.spanAt("flow/inner").status).toBe("cancelled");
  },
});
