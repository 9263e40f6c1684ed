import { createEngine, defineEvent, memoryStore, type RedactedPlace, workflow } from "stepspan";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { turn } from "../support/turn.ts";

const go = defineEvent("go");
const redact = { keys: ["password", /token$/i] };
const input = z.object({ user: z.string(), password: z.string() });

afterEach(() => vi.restoreAllMocks());

describe("a run whose secrets are redacted", () => {
  it("works with the true values, and gives them to its caller", async () => {
    const login = workflow("login", { input })
      .step("log in", {
        params: { user: ({ input }) => input.user, password: ({ input }) => input.password },
        run: ({ user, password }, context) => {
          context.state.set("password", password);
          context.span.set("token", `${user}:${password}`);
          return { user, accessToken: `${password}!` };
        },
      })
      .step("use", {
        params: {
          output: ({ stepSpan }) => stepSpan("log in").output,
          token: ({ stepSpan }) => stepSpan("log in").vars.token,
        },
        run: ({ output, token }, context) => [output.accessToken, token, context.state.get("password")],
      });
    await using engine = createEngine({ redact });
    const run = await engine.run(login, { user: "Ann", password: "p" });
    expect(run.output).toEqual(["p!", "Ann:p", "p"]);
    expect(run.span("log in").output).toEqual({ user: "Ann", accessToken: "p!" });
  });

  it("is shown to all others without them", async () => {
    const login = workflow("login", { input }).step("log in", {
      params: { user: ({ input }) => input.user, password: ({ input }) => input.password },
      run: ({ user, password }, context) => {
        context.state.set("password", { parts: [password] });
        context.state.update((draft) => {
          (draft.password as { parts: string[] }).parts.push("more"); // set above
        });
        return { user, accessToken: password };
      },
    });
    await using engine = createEngine({ redact });
    const { runId } = await engine.run(login, { user: "Ann", password: "p" });
    const stored = await engine.runs.get(runId);
    expect(stored?.input).toEqual({ user: "Ann", password: "[redacted]" });
    expect(stored?.output).toEqual({ user: "Ann", accessToken: "[redacted]" });
    expect(stored?.span("log in").input).toEqual({ user: "Ann", password: "[redacted]" });
    expect(stored?.state).toEqual({ password: "[redacted]" });
  });

  it("goes on in another engine with what was stored of it", async () => {
    const login = workflow("login", { input })
      .step("log in", {
        params: { password: ({ input }) => input.password },
        run: ({ password }, context) => {
          context.state.set("login", { password: [password] });
          context.state.merge("login", { user: "Ann" });
          context.state.update((draft) => {
            (draft.login as { password: string[] }).password.push("more"); // set above
          });
          return { token: password };
        },
      })
      .wait("pause", { event: go, dependsOn: ["log in"] })
      .step("use", {
        dependsOn: ["pause"],
        params: { output: ({ stepSpan }) => stepSpan("log in").output, password: ({ input }) => input.password },
        run: (params, context) => [params, context.state.get("login")],
      });
    await using here = createEngine({ redact });
    const handle = here.start(login, { user: "Ann", password: "p" });
    await turn();
    const snapshot = JSON.parse(JSON.stringify(await handle.snapshot()));
    handle.cancel();
    await using there = createEngine({ redact, workflows: [login] });
    const resumed = there.resume(snapshot);
    await turn();
    await resumed.send(go, null);
    expect((await resumed.result).output).toEqual([
      { output: { token: "[redacted]" }, password: "[redacted]" },
      { user: "Ann", password: "[redacted]" },
    ]);
  });

  it("reads a secret of its flow state as it is stored, and one of its step state until the process ends", async () => {
    const build = () =>
      workflow("remember", {
        flowState: z.object({ token: z.string().default("none"), count: z.number().default(0) }),
      }).step("write", {
        run: async (_, context) => {
          const before = context.stepState.get("token");
          context.stepState.set("token", "s");
          await context.flowState.set("token", "f");
          await context.flowState.update("count", (count = 0) => count + 1);
          return [before, await context.flowState.get("token"), await context.flowState.get("count")];
        },
      });
    const store = memoryStore();
    const engine = createEngine({ redact, store });
    expect((await engine.run(build())).output).toEqual([undefined, "[redacted]", 1]);
    expect((await engine.run(build())).output).toEqual(["s", "[redacted]", 2]);
    await engine.close();
    await using other = createEngine({ redact, store });
    expect((await other.run(build())).output).toEqual(["[redacted]", "[redacted]", 3]);
  });

  it("has its texts changed by a function, which is told where they stand", async () => {
    const places: RedactedPlace[] = [];
    const texts = (text: string, place: RedactedPlace) => {
      if (text.includes("4111")) places.push(place);
      return text.replaceAll(/\b(?:\d{4}[ -]?){3}\d{4}\b/g, "[card]");
    };
    const pay = workflow("pay", { input: z.string() }).step("charge", {
      params: { note: ({ input }) => input },
      run: ({ note }, context) => {
        context.log.warn(`charging ${note}`);
        throw new Error(`refused: ${note}`);
      },
    });
    const told: unknown[] = [];
    await using engine = createEngine({
      redact: { texts },
      observers: [{ onEvent: (event) => void told.push(event) }],
    });
    const handle = engine.start(pay, "card 4111 1111 1111 1111");
    const failure = await handle.result.catch((error: Error) => error);
    expect((failure as Error).message).toContain("refused: card 4111 1111 1111 1111");
    const stored = await engine.runs.get(handle.runId);
    expect(stored?.input).toBe("card [card]");
    expect(stored?.span("charge").logs).toMatchObject([{ message: "charging card [card]" }]);
    expect(stored?.errors[0]?.message).toBe('Step "charge" failed on attempt 1: Error: refused: card [card].');
    expect(stored?.errors[0]?.cause).toMatchObject({ message: "refused: card [card]" });
    expect(told).toMatchObject([
      { type: "run-started", input: "card [card]" },
      { type: "step-queued", params: { note: "card [card]" } },
      { type: "attempt-started" },
      { type: "log-written", message: "charging card [card]" },
      { type: "step-failed", error: { cause: { message: "refused: card [card]" } } },
      { type: "run-finished" },
    ]);
    expect(places).toContainEqual({ event: "step-failed", path: ".error.contextSnapshot.input.note" });
    expect(places).toContainEqual({ event: "step-failed", path: ".error.cause.stack" });
  });

  it("goes on though the function fails, and nothing passes", async () => {
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const texts = (text: string) => JSON.parse(text) as string;
    const echo = workflow("echo", { input: z.string() }).returns(({ input }) => input);
    await using engine = createEngine({ redact: { texts } });
    const run = await engine.run(echo.step("only", { run: () => 5 }), "a secret");
    expect(run.output).toBe("a secret");
    expect((await engine.runs.get(run.runId))?.output).toBe("[redacted]");
    expect(errors.mock.calls).toEqual([
      [
        'The function redact.texts of createEngine threw an instance of SyntaxError for the text .input of run-started: "[redacted]" stands in its place, and wherever else it fails. Mend it.',
      ],
    ]);
  });
});
