import { currentSpan, getRunContext, parentSpan, stepSpan, workflow } from "stepspan";
import { expect } from "vitest";
import { z } from "zod";
import { needs, theme } from "../theme.ts";

export const bodyReads = theme("what a body finds around itself", {
  "is its run, its step and its attempt": async ({ named, run }) => {
    const name = named("looking");
    const looking = workflow(name).step("look", {
      params: { day: "today" },
      run: (params, context) => ({
        ...{ run: { ...context.run }, step: context.step, path: context.path, attempt: context.attempt },
        ...{ isSame: context.input === params, metadata: context.metadata.attempt },
        ...{ isOpen: context.metadata.finishedAt === null, isAborted: context.signal.aborted },
      }),
    });
    const done = await run(looking, { run: { metadata: { request: 7, tags: ["a"] } } });
    expect(done.output).toEqual({
      run: { id: done.runId, workflow: name, metadata: { request: 7, tags: ["a"] }, parentRunId: null },
      ...{ step: "look", path: "look", attempt: 1, isSame: true, metadata: 1, isOpen: true, isAborted: false },
    });
    expect(done.metadata).toEqual({ request: 7, tags: ["a"] });
  },

  "are the spans of steps on which its own depends, and its own": async ({ named, run }) => {
    const reading = workflow(named("reading"), { input: z.object({ day: z.string() }) })
      .step("fetch", { run: () => [1, 2] })
      .step("between", { dependsOn: ["fetch"], run: () => 1 })
      .step("read", {
        dependsOn: ["between"],
        params: { day: ({ input }) => input.day },
        run: async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return [stepSpan("fetch").output, currentSpan().input, parentSpan().input, parentSpan().name];
        },
      });
    const done = await run(reading, { input: { day: "today" } });
    expect(done.output).toEqual([[1, 2], { day: "today" }, { day: "today" }, done.workflow]);
  },

  "are no other spans: it is told to depend on them": async ({ named, run }) => {
    const reading = workflow(named("reading"))
      .step("fetch", { run: () => 1 })
      .step("other", { run: () => 2 })
      .step("read", { dependsOn: ["fetch"], run: () => stepSpan("other").output });
    const failed = await run(reading);
    expect(failed.errors[0]?.message).toBe(
      'Step "read" failed on attempt 1: Step "read" reads "other" in its run function, but does not depend on it. Add dependsOn: ["other"] to step "read", or read it in a parameter.',
    );
  },

  "are spans, in functions that it calls as well": needs("hidden-reads", async ({ named, run }) => {
    const reading = workflow(named("reading"))
      .step("fetch", { run: () => [1, 2] })
      .step("read", { dependsOn: ["fetch"], run: () => countOfFetched() });
    expect((await run(reading)).output).toBe(2);
  }),

  "has keys: of its own step, of its parent and of others": async ({ named, run }) => {
    const keys = workflow(named("keys"), { input: z.object({ shop: z.object({ city: z.string() }) }) })
      .step("fetch", {
        run: (_params, { span }) => {
          span.set("source", "cache");
          return { users: ["Ada", "Grace"] };
        },
      })
      .step("read", {
        dependsOn: ["fetch"],
        params: { day: "Friday" },
        run: () => {
          const context = getRunContext();
          context.setData(".mark", { n: 1 });
          return [".input.day", "..input.shop.city", "fetch.output.users.1", ".mark.n", "fetch.source", ".none"].map(
            (key) => context.getData(key),
          );
        },
      });
    const done = await run(keys, { input: { shop: { city: "Vienna" } } });
    expect(done.output).toEqual(["Friday", "Vienna", "Grace", 1, "cache", undefined]);
    expect(done.span("read").vars).toEqual({ mark: { n: 1 } });
  },
});

function countOfFetched(): number {
  return (stepSpan("fetch").output as readonly unknown[]).length;
}
