import { workflow } from "@stepspan/dsl";
import { createEngine, SerializationError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

describe("context.log", () => {
  it("keeps lines on the span, with time, level, message and fields", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("logs").step("work", { run: steps.held("work") }));
    const { log } = steps.context("work");
    log.debug("begins");
    await trial.advance(10);
    log.info("half done", { done: 50, of: 100 });
    log.warn("slow");
    log.error("lost a row", { row: { id: 7 } });
    await steps.succeed("work");
    expect((await trial.end()).span("work").logs).toEqual([
      { time: 0, level: "debug", message: "begins", fields: {} },
      { time: 10, level: "info", message: "half done", fields: { done: 50, of: 100 } },
      { time: 10, level: "warn", message: "slow", fields: {} },
      { time: 10, level: "error", message: "lost a row", fields: { row: { id: 7 } } },
    ]);
  });

  it("keeps the lines of failed attempts, and of each attempt in turn", async () => {
    const run = await ended(
      createEngine().run(
        workflow("logs").step("shaky", {
          retry: { attempts: 2 },
          run: (_: object, { attempt, log }): never => {
            log.info(`attempt ${attempt}`);
            throw new Error("no answer");
          },
        }),
      ),
    );
    expect(run.span("shaky").logs.map(({ message }) => message)).toEqual(["attempt 1", "attempt 2"]);
  });

  it("keeps fields as copies", async () => {
    const fields = { list: [1] };
    const run = await createEngine().run(
      workflow("logs").step("only", {
        run: (_: object, { log }) => {
          log.info("x", fields);
          fields.list.push(2);
        },
      }),
    );
    expect(run.span("only").logs[0]?.fields).toEqual({ list: [1] });
  });

  it("refuses fields that cannot be kept, with their path", async () => {
    const run = await ended(
      createEngine().run(
        workflow("logs").step("only", { run: (_: object, { log }) => log.info("x", { socket: { write: () => 1 } }) }),
      ),
    );
    expect(causeOf(run, "only")).toBeInstanceOf(SerializationError);
    expect(causeOf(run, "only").message).toContain(
      'The fields of a log line of step "only" cannot be recorded: .socket.write is a function.',
    );
  });

  it("is told to those who watch, as it happens", async () => {
    const steps = createHeldSteps();
    const trial = await begin(workflow("logs").step("work", { run: steps.held("work") }));
    steps.context("work").log.info("here");
    await trial.advance(0);
    expect(trial.events.at(-1)).toMatchObject({ type: "log-written", path: "work", level: "info", message: "here" });
  });

  it("ignores what an attempt that is over still says", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("logs")
        .step("only", { run: steps.held("only") })
        .step("other", { run: steps.held("other") }),
    );
    const { log } = steps.context("only");
    await steps.succeed("only");
    log.info("late");
    await steps.succeed("other");
    expect((await trial.end()).span("only").logs).toEqual([]);
  });
});
