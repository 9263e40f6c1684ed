import { workflow } from "stepspan";
import { expect } from "vitest";
import { createDoors } from "../doors.ts";
import { theme } from "../theme.ts";

export const spans = theme("the span of a step", {
  "holds variables that the step sets and later steps read": async ({ named, run }) => {
    const marking = workflow(named("marking"))
      .step("mark", {
        run: (_params, { span }) => {
          span.set("status", "active");
          span.set("when", new Date(5));
          return span.get("status");
        },
      })
      .step("read", {
        params: { vars: ({ stepSpan }) => ({ ...stepSpan("mark").vars }) },
        run: ({ vars }) => vars,
      });
    const done = await run(marking);
    expect(done.span("mark").output).toBe("active");
    expect(done.span("mark").vars).toEqual({ status: "active", when: new Date(5) });
    expect(done.output).toEqual({ status: "active", when: new Date(5) });
  },

  "counts usage, for each attempt, and for all that is above": async ({ named, run }) => {
    const paid = workflow(named("paid"))
      .step("flaky", {
        retry: { attempts: 2 },
        run: (_params, { usage, attempt }) => {
          usage.add("tokens", 10);
          usage.add("tokens", 5);
          if (attempt === 1) throw new Error("busy");
        },
      })
      .map("each", {
        over: [1, 2, 3],
        params: { n: ({ item }) => item },
        run: ({ n }, { usage }) => usage.add("cents", n),
      });
    const done = await run(paid);
    expect(done.span("flaky").usage).toEqual({ tokens: 30 });
    expect(done.span("each").usage).toEqual({ cents: 6 });
    expect(done.spanAt("each[1]").usage).toEqual({ cents: 2 });
    expect(done.usage).toEqual({ tokens: 30, cents: 6 });
  },

  "keeps what the step logs, in order, with its fields": async ({ named, run }) => {
    const logging = workflow(named("logging")).step("work", {
      run: (_params, { log }) => {
        log.debug("begun");
        log.info("halfway", { percent: 50, at: new Date(5) });
        log.warn("slow");
        log.error("failed", { error: new Error("it is broken") });
      },
    });
    const { logs } = (await run(logging)).span("work");
    expect(logs.map(({ level, message }) => [level, message])).toEqual([
      ["debug", "begun"],
      ["info", "halfway"],
      ["warn", "slow"],
      ["error", "failed"],
    ]);
    expect(logs[1]?.fields).toEqual({ percent: 50, at: new Date(5) });
    expect(logs[3]?.fields).toEqual({ error: new Error("it is broken") });
  },

  "stands in the order of starts; those that never started follow in the order written": async ({ named, start }) => {
    const doors = createDoors();
    const ordered = workflow(named("ordered"))
      .step("never", { when: () => false, run: () => 1 })
      .step("gate", { run: doors.at("gate") })
      .step("third", { dependsOn: ["gate"], run: () => 1 })
      .step("second", { run: doors.at("second") })
      .step("neither", { skipWith: ["never"], run: () => 1 });
    const trial = await start(ordered);
    await doors.reached("gate");
    await doors.reached("second");
    await doors.open("gate");
    await trial.step("step-succeeded", "third");
    await doors.open("second");
    const done = await trial.end();
    expect(done.spans.map(({ name }) => name)).toEqual(["gate", "second", "third", "never", "neither"]);
  },

  "says when it was queued, began and ended, in that order; and how long that took": async ({ named, run }) => {
    const chain = workflow(named("chain"))
      .step("first", { run: () => 1 })
      .step("second", { params: { it: ({ stepSpan }) => stepSpan("first").output }, run: ({ it }) => it });
    const done = await run(chain);
    const [first, second] = [done.span("first"), done.span("second")];
    const times = [done.startedAt, first.queuedAt, first.startedAt, first.finishedAt];
    const all = [...times, second.queuedAt, second.startedAt, second.finishedAt, done.finishedAt] as number[];
    expect(all).toEqual(all.toSorted((a, b) => a - b));
    expect(first.duration).toBe(first.finishedAt! - first.startedAt!);
    expect(done.duration).toBe(done.finishedAt! - done.startedAt);
    expect(second.attempts).toMatchObject([{ number: 1, error: null }]);
  },

  "knows its parent, its path and what it depends on": async ({ named, run }) => {
    const edges = workflow(named("edges"))
      .step("first", { run: () => ({ list: [1] }) })
      .step("second", { run: () => true })
      .step("third", {
        dependsOn: ["first"],
        when: ({ stepSpan }) => stepSpan("second").output,
        params: { n: ({ stepSpan }) => stepSpan("first").output.list[0] },
        run: ({ n }) => n,
      });
    const done = await run(edges);
    const third = done.span("third");
    expect(third).toMatchObject({ name: "third", path: "third", parentId: done.rootSpan.id });
    const facts = third.dependencies.map(({ step, kind, parameter, read }) => [step, kind, parameter, read]);
    expect(facts).toEqual(
      expect.arrayContaining([
        ["first", "order", null, false],
        ["second", "guard", null, true],
        ["first", "data", "n", true],
      ]),
    );
    expect(new Set(done.spans.map(({ id }) => id)).size).toBe(3);
  },

  "is drawn, and lies on the critical path": async ({ named, run }) => {
    const chain = workflow(named("chain"))
      .step("first", { run: () => 1 })
      .step("second", { params: { it: ({ stepSpan }) => stepSpan("first").output }, run: ({ it }) => it });
    const done = await run(chain);
    const steps = done.criticalPath.map(({ path }) => path).filter((path) => path !== "");
    expect(steps).toEqual(["first", "second"]);
    expect(done.toSvg({ view: "waterfall" })).toContain("second");
    expect(done.toChromeTrace().traceEvents.length).toBeGreaterThan(2);
  },

  "that is asked for and is not there is a clear error": async ({ named, run }) => {
    const name = named("work");
    const done = await run(workflow(name).step("users", { run: () => 1 }));
    expect(() => done.span("user" as never)).toThrow(`Workflow "${name}" has no step "user". Did you mean "users"?`);
  },
});
