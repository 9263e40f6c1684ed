import { createEngine, type Live, live, MissingResourceError, type Run, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { causeOf, ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** A connection; each knows its number, and none can be copied. */
class Connection {
  static #made = 0;
  readonly number = ++Connection.#made;
  readonly #socket = new WeakMap();
  ask(question: string): string {
    this.#socket.set(this, question);
    return `${question} answered`;
  }
}

const connecting = () => {
  const calls: string[] = [];
  const base = workflow("report").step("connect", {
    run: () => {
      calls.push("connect");
      return live(new Connection());
    },
  });
  return { calls, base };
};

/** How often each step was called, a restart included. */
const callsOf = (run: Run) => Object.fromEntries(run.spans.map(({ path, attempts }) => [path, attempts.length]));

describe.each(journeys)("live(value), %s,", (name, travel) => {
  const isRestart = name === "with a snapshot in between";

  it("passes a live object to other steps; its step runs again only where its process is gone", async () => {
    const { calls, base } = connecting();
    const run = await travel(
      base.wait("pause", { event: goOn, dependsOn: ["connect"] }).step("ask", {
        dependsOn: ["pause"],
        params: { connection: ({ stepSpan }) => stepSpan("connect").output },
        run: ({ connection }) => {
          calls.push("ask");
          return connection.value.ask("who");
        },
      }),
    );
    expect(run.output).toBe("who answered");
    expect(calls).toEqual(isRestart ? ["connect", "connect", "ask"] : ["connect", "ask"]);
    const { attempts } = run.span("connect");
    expect(attempts.map(({ number, error }) => [number, error])).toEqual(isRestart ? [[1, null], [2, null]] : [[1, null]]); // biome-ignore format: one line
    expect(attempts.every(({ finishedAt }, at) => (finishedAt ?? Infinity) <= (attempts[at + 1]?.startedAt ?? run.finishedAt ?? 0))).toBe(true); // biome-ignore format: one line
  });

  it("lies at any depth of a value, and is the same object in all places", async () => {
    const connection = new Connection();
    const seen: unknown[] = [];
    const run = await travel(
      workflow("report")
        .step("connect", { run: () => ({ pool: new Map([["main", [live(connection, "main database")]]]) }) })
        .wait("pause", { event: goOn, dependsOn: ["connect"] })
        .step("ask", {
          dependsOn: ["pause"],
          params: { pool: ({ stepSpan }) => stepSpan("connect").output.pool },
          run: ({ pool }, { state }) => {
            state.set("pool", pool);
            const [first] = pool.get("main") ?? [];
            const [second] = (state.get("pool") as typeof pool).get("main") ?? [];
            seen.push(first?.value === connection, second?.value === connection, first?.label, first?.isLost);
          },
        }),
    );
    expect(run.errors).toEqual([]);
    expect(seen).toEqual([true, true, "main database", false]);
  });

  it("runs again only what is still needed, and what that needs itself", async () => {
    const { calls, base } = connecting();
    const run = await travel(
      base
        .step("used up", { run: () => live(new Connection()) })
        .step("user", {
          params: { connection: ({ stepSpan }) => stepSpan("used up").output },
          run: ({ connection }) => connection.label,
        })
        .step("session", {
          params: { connection: ({ stepSpan }) => stepSpan("connect").output },
          run: ({ connection }) => {
            calls.push("session");
            return { session: live({ over: connection.value }, "a session") };
          },
        })
        .wait("pause", { event: goOn, dependsOn: ["user", "session"] })
        .step("ask", {
          dependsOn: ["pause"],
          params: { session: ({ stepSpan }) => stepSpan("session").output.session },
          run: ({ session }) => session.value.over.ask("who"),
        }),
    );
    expect(run.output).toBe("who answered");
    expect(calls).toEqual(isRestart ? ["connect", "session", "connect", "session"] : ["connect", "session"]);
    expect(callsOf(run)).toMatchObject({ "used up": 1, user: 1, ask: 1 });
  });

  it("works in a child run by itself", async () => {
    const { base } = connecting();
    const child = base.wait("pause", { event: goOn, dependsOn: ["connect"] }).step("ask", {
      dependsOn: ["pause"],
      params: { connection: ({ stepSpan }) => stepSpan("connect").output },
      run: ({ connection }) => connection.value.ask("who"),
    });
    const done = workflow("done").step("connect", { run: () => live(new Connection()) });
    const parent = workflow("parent")
      .map("done", { over: [1], params: { n: ({ item }) => item }, run: done })
      .map("children", { over: [1], params: { n: ({ item }) => item }, run: child, dependsOn: ["done"] });
    const run = await travel(parent);
    expect(run.output).toEqual(["who answered"]);
    expect(callsOf(run)).toMatchObject({ "children[0]/connect": isRestart ? 2 : 1, "done[0]/connect": 1 });
  });

  it("in what is not made again says that it is lost, by its label", async () => {
    const run = await travel(
      workflow("report")
        .step("connect", { run: (_, { state }) => state.set("connection", live(new Connection(), "main database")) })
        .wait("pause", { event: goOn, dependsOn: ["connect"] })
        .step("ask", {
          dependsOn: ["pause"],
          run: (_, { state }) => (state.get("connection") as Live<Connection>).value.ask("who"),
        }),
    );
    if (!isRestart) return expect(run.output).toBe("who answered");
    expect(causeOf(run, "ask")).toEqual(
      new MissingResourceError(
        "main database",
        'The live value "main database" is lost: it belonged to a process that is gone, and only its label was stored. Run the step that made it again, or make it from stored data in the step that needs it.',
      ),
    );
  });
});

describe("live(value)", () => {
  it("is never stored, and shown only as a label", async () => {
    await using engine = createEngine();
    const handle = engine.start(
      workflow("report")
        .step("connect", { run: () => ({ secret: live({ password: "canary" }, "the vault") }) })
        .wait("pause", { event: goOn, dependsOn: ["connect"] }),
    );
    await turn();
    const text = JSON.stringify(await handle.snapshot());
    expect(text).toContain("the vault");
    expect(text).not.toContain("canary");
    const run = await engine.runs.get(handle.runId);
    expect(JSON.stringify(run?.span("connect"))).toContain('"output":{"secret":"[live the vault]"}');
  });

  it("that the workflow returns is made again, if the run had not returned it before the restart", async () => {
    const steps = createHeldSteps();
    const work = workflow("report").step("connect", { run: steps.held<Live>("connect") });
    await using engine = createEngine();
    const first = engine.start(work);
    await turn();
    const pausing = first.snapshot();
    await steps.succeed("connect", live(new Connection(), "first"));
    const snapshot = JSON.parse(JSON.stringify(await pausing));
    await using other = createEngine({ workflows: [work] });
    const second = other.resume(snapshot);
    await turn();
    expect(steps.open).toEqual(["connect"]);
    await steps.succeed("connect", live(new Connection(), "second"));
    const run = await second.result;
    expect([(run.output as Live).label, (run.output as Live).isLost]).toEqual(["second", false]);
  });

  it("is not made again where only finalisers may start: those see that it is lost", async () => {
    const work = workflow("report")
      .step("connect", { run: () => live(new Connection(), "main database") })
      .step("breaks", {
        dependsOn: ["connect"],
        run: () => {
          throw new Error("no");
        },
      })
      .step("disconnect", {
        always: true,
        dependsOn: ["breaks"],
        params: { connection: ({ stepSpan }) => stepSpan("connect", { default: null })?.output ?? null },
        run: async ({ connection }, context) => {
          await context.waitFor(goOn);
          return connection?.isLost;
        },
      });
    await using engine = createEngine({ gracePeriod: 1 });
    const first = engine.start(work);
    await turn();
    const snapshot = JSON.parse(JSON.stringify(await first.snapshot()));
    await using other = createEngine({ workflows: [work] });
    const second = other.resume(snapshot);
    await turn();
    await second.send(goOn, null);
    const run = await ended(second.result);
    expect(run.errors.map(({ message }) => message)).toEqual(['Step "breaks" failed on attempt 1: Error: no.']);
    expect([run.span("disconnect").output, run.span("connect").attempts.length]).toEqual([true, 1]);
  });
});
