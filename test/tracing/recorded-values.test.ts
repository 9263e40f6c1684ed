import { createEngine } from "@stepspan/engine";
import { workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createTracing, withContexts } from "../support/traced.ts";

withContexts();

/** A canary in everything that a run has values of. */
const canary = "canary-7f3a";
const login = workflow("login", { input: z.object({ user: z.string(), password: z.string() }) })
  .step("check", {
    params: { user: ({ input }) => input.user, password: ({ input }) => input.password },
    run: ({ user, password }, { span, log, state }) => {
      span.set("seen", password);
      log.info("checked", { password });
      state.set("last", password);
      return { user, password };
    },
  })
  .map("each", {
    over: ({ stepSpan }) => [stepSpan("check").output],
    params: { item: ({ item }) => item },
    run: ({ item }) => item,
  });

const input = { user: "ada", password: canary };

describe("values", () => {
  it("leave the process only if they are asked for", async () => {
    const tracing = createTracing();
    await createEngine({ observers: [tracing.observer] }).run(login, input, { metadata: { token: canary } });
    expect(tracing.spans().length).toBeGreaterThan(5);
    for (const { name, attributes, events, links, status } of tracing.spans()) {
      expect(JSON.stringify([name, attributes, events, links, status])).not.toContain(canary);
    }
  });

  it("are inputs, outputs, variables, logs and metadata of runs and steps, as text", async () => {
    const tracing = createTracing({ recordValues: true });
    await createEngine({ observers: [tracing.observer] }).run(login, input, { metadata: { tag: "x" } });
    expect(tracing.span("run login").attributes).toMatchObject({
      "stepspan.input": `{"user": "ada", "password": "${canary}"}`,
      "stepspan.output": `[{"user": "ada", "password": "${canary}"}]`,
      "stepspan.metadata": '{"tag": "x"}',
    });
    expect(tracing.span("step check").attributes).toMatchObject({
      "stepspan.input": `{"user": "ada", "password": "${canary}"}`,
      "stepspan.output": `{"user": "ada", "password": "${canary}"}`,
      "stepspan.vars.seen": JSON.stringify(canary),
    });
    expect(tracing.span("attempt check").events[0]).toMatchObject({
      name: "stepspan.log",
      attributes: {
        "stepspan.log.level": "info",
        "stepspan.log.message": "checked",
        "stepspan.log.fields": `{"password": "${canary}"}`,
      },
    });
  });

  it("that the engine hides are hidden here too, also in errors", async () => {
    const tracing = createTracing({ recordValues: true });
    const engine = createEngine({ observers: [tracing.observer], redact: { keys: ["password", "seen", "last"] } });
    await engine.run(login, input);
    expect(JSON.stringify(tracing.spans().map(({ attributes, events }) => [attributes, events]))).not.toContain(canary);
    expect(tracing.span("step check").attributes["stepspan.input"]).toMatch(/^\{"user": "ada", "password": "/);
  });

  it("are cut where they are longer than asked for", async () => {
    const tracing = createTracing({ recordValues: { longest: 20 } });
    await createEngine({ observers: [tracing.observer] }).run(login, { user: "x".repeat(1_000), password: "" });
    const shown = tracing.span("step check").attributes["stepspan.input"];
    expect(shown).toBe(`{"user": "${"x".repeat(9)}…`);
  });
});
