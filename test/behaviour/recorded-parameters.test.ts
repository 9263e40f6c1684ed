import { literal, workflow } from "@stepspan/dsl";
import { createEngine, SerializationError } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin, causeOf, ended } from "../support/trial.ts";

const plainData = "Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.";

describe("what a lambda gives", () => {
  it("is recorded as a copy: what it came from stays as it was", async () => {
    const settings = { tags: ["a"] };
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("values").step("only", { params: { settings: () => settings }, run: steps.held("only") }),
    );
    expect(steps.params("only").settings).not.toBe(settings);
    expect(Object.isFrozen(settings)).toBe(false);
    settings.tags.push("b");
    await steps.succeed("only");
    expect((await trial.end()).span("only").input).toEqual({ settings: { tags: ["a"] } });
  });

  it("is frozen for `run` where it is plain, and a copy for each attempt where it cannot be", async () => {
    const steps = createHeldSteps();
    const trial = await begin(
      workflow("values").step("only", {
        params: { list: () => [1], map: () => new Map([["a", 1]]) },
        retry: { attempts: 2 },
        run: steps.held("only"),
      }),
    );
    const first = steps.params("only");
    expect(Object.isFrozen(first.list)).toBe(true);
    (first.map as Map<string, number>).clear();
    await steps.fail("only");
    await trial.advance(0);
    expect(steps.params("only").map).toEqual(new Map([["a", 1]]));
    expect((await trial.now()).span("only").input).toEqual({ list: [1], map: new Map([["a", 1]]) });
  });

  it("is refused, with its path, if it cannot be kept", async () => {
    const run = await ended(
      createEngine().run(
        workflow("values").step("only", { params: { client: () => ({ send: () => 1 }) as object }, run: () => 1 }),
      ),
    );
    expect(causeOf(run, "only").message).toBe(
      'Parameter "client" of step "only" cannot be recorded: .send is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
    expect(run.span("only").attempts).toEqual([]);
  });
});

describe("a constant", () => {
  class Client {
    send() {
      return "sent";
    }
  }

  it("belongs to the definition: it is passed as it is, not copied and not frozen", async () => {
    const steps = createHeldSteps();
    const settings = { tags: ["a"] };
    const client = new Client();
    await begin(workflow("values").step("only", { params: { settings, client, limit: 500 }, run: steps.held("only") }));
    expect(steps.params("only").settings).toBe(settings);
    expect(steps.params("only").client).toBe(client);
    expect(steps.params("only").limit).toBe(500);
    expect(Object.isFrozen(settings)).toBe(false);
  });

  it("is recorded as a copy, or as a label if it cannot be kept", async () => {
    const run = await createEngine().run(
      workflow("values").step("only", {
        params: { settings: { tags: ["a"] }, client: new Client(), tag: Symbol("x") },
        run: ({ client }) => client.send(),
      }),
    );
    expect(run.output).toBe("sent");
    expect(run.span("only").input).toEqual({ settings: { tags: ["a"] }, client: "[Client]", tag: "[Symbol(x)]" });
  });

  it("that is a function is passed with literal, and recorded as a label", async () => {
    function double(value: number) {
      return 2 * value;
    }
    const run = await createEngine().run(
      workflow("values").step("only", {
        params: {
          double: literal(double),
          anonymous: literal(
            (
              () => () =>
                1
            )(),
          ),
        },
        run: ({ double, anonymous }: { double: (value: number) => number; anonymous: () => number }) =>
          double(21) + anonymous(),
      }),
    );
    expect(run.output).toBe(43);
    expect(run.span("only").input).toEqual({ double: "[function double]", anonymous: "[function anonymous]" });
  });
});

describe("the input and the metadata of a run", () => {
  it("are recorded as copies: the caller's stay as they were", async () => {
    const steps = createHeldSteps();
    const input = { tags: ["a"], when: new Date(0) };
    const metadata = { tags: new Set(["x"]) };
    const trial = await begin(
      workflow("values").step("only", {
        params: { input: ({ input }) => input as object, when: ({ input }) => (input as { when: Date }).when },
        run: steps.held("only"),
      }),
      { input, run: { metadata } },
    );
    input.tags.push("b");
    metadata.tags.add("y");
    (steps.params("only").when as Date).setTime(99);
    await steps.succeed("only");
    const run = await trial.end();
    expect(run.input).toEqual({ tags: ["a"], when: new Date(0) });
    expect(run.metadata).toEqual({ tags: new Set(["x"]) });
    expect(Object.isFrozen(input)).toBe(false);
  });

  it("must be something that can be kept", () => {
    expect(() => createEngine().start(workflow("values"), undefined, { metadata: { log: () => 1 } })).toThrow(
      new SerializationError("The metadata of a run", ".log", "is a function", plainData),
    );
  });

  it("cannot be spoilt by a step that changes what it sees of them", async () => {
    const run = await createEngine().run(
      workflow("values")
        .step("spoil", {
          run: (_: object, { run }) => (run.metadata.tags as Set<string>).clear(),
        })
        .step("look", {
          dependsOn: ["spoil"],
          run: (_: object, { run }) => run.metadata.tags,
        }),
      undefined,
      { metadata: { tags: new Set(["x"]) } },
    );
    expect(run.output).toEqual(new Set(["x"]));
    expect(run.metadata).toEqual({ tags: new Set(["x"]) });
  });
});
