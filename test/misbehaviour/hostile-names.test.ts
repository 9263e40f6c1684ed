import { type AnyWorkflow, workflow } from "@stepspan/dsl";
import { createEngine, getRunContext, type Run } from "@stepspan/engine";
import { describe, expect, it } from "vitest";
import { hostileNames } from "./hostile-names.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();
const names = hostileNames.map(([, name]) => name);

/** Names that would lead out of the data into the machinery of the language. */
const refusedAsVariables = ["__proto__", "prototype", "constructor"];

describe.each(hostileNames)("%s", (_what, name) => {
  it("names a workflow", async () => {
    const run = await engine.run(workflow(name).step("look", { run: (_params, context) => context.run.workflow }));
    expect([run.output, run.workflow, run.rootSpan.name]).toEqual([name, name, name]);
  });

  it("names a step, which others read, guard by, depend on and look up", async () => {
    const first: AnyWorkflow = workflow("named").step(name, { run: (_params, context) => context.step });
    const named = first.step("reader", {
      dependsOn: [name],
      when: ({ stepSpan }) => stepSpan(name).output === name,
      params: { read: ({ stepSpan }) => stepSpan(name).output },
      run: ({ read }) => read,
    });
    const run: Run = await engine.run(named);
    expect(run.output).toBe(name);
    expect(run.span(name).name).toBe(name);
    expect(run.span(name).id).toBe(`${run.runId}/${run.span(name).path}`);
    expect(run.span("reader").dependencies.map(({ step }) => step)).toEqual([name, name, name]);
    expect(named.graph.hasDirectedEdge(name, "reader")).toBe(true);
  });

  it("names a step and an edge of a drawing, and nothing of it is taken for the language of the drawing", () => {
    const drawn = (step: string) => {
      const first: AnyWorkflow = workflow("drawn").step(step, { run: () => 1 });
      const made = first.step("reader", { dependsOn: [step], run: () => 1 });
      return [made.toMermaid(), made.toDot()];
    };
    expect(drawn(name)[0]).not.toContain("<img"); // in the quotes of DOT it is text
    const plain = drawn("plain").map((drawing) => drawing.split("\n").length);
    for (const [index, drawing] of drawn(name).entries()) {
      expect(drawing.split("\n")).toHaveLength(plain[index]!);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what this test is about
      expect(drawing).not.toMatch(/[\0-\x09\x0b-\x1f\x7f\u202e]/);
    }
  });

  it("names a step that fails, in the words of the error", async () => {
    const failing: AnyWorkflow = workflow("named").step(name, {
      run: () => {
        throw new Error("broken");
      },
    });
    const { errors } = await failureOf(engine.run(failing));
    expect(errors[0]).toMatchObject({ step: name, message: `Step "${name}" failed on attempt 1: Error: broken.` });
  });

  it("names a run and a key of its metadata", async () => {
    const metadata = Object.fromEntries([[name, "here"]]);
    const options = { runId: `id ${name}`, metadata };
    const looking = workflow("named").step("look", {
      run: (_params, { run, idempotencyKey }) => [run.id, idempotencyKey, Object.entries(run.metadata)],
    });
    const run = await engine.run(looking, undefined, options);
    expect(run.output).toEqual([options.runId, `${options.runId}/look`, [[name, "here"]]]);
    expect(await engine.runs.get(options.runId)).toMatchObject({ runId: options.runId, metadata });
  });

  it("names a key of the input, of an output and of a log line", async () => {
    const value = Object.fromEntries([[name, 1]]);
    const keyed = workflow("named")
      .step("give", { run: () => value })
      .step("read", {
        params: { given: ({ stepSpan }) => stepSpan("give").output, input: ({ input }) => input },
        run: ({ given, input }, { log }) => {
          log.info(name, value);
          return [Object.keys(given), Object.keys(input as object)];
        },
      });
    const run = await engine.run(keyed, value);
    expect(run.output).toEqual([[name], [name]]);
    expect(run.span("read").logs).toMatchObject([{ message: name, fields: value }]);
  });

  it("names a unit of usage and a variable, or is refused by name", async () => {
    const counting = workflow("named").step("count", {
      run: (_params, context) => {
        context.usage.add(name, 2);
        context.usage.add(name, 3);
        context.span.set(name, "set");
        return context.span.get(name);
      },
    });
    if (refusedAsVariables.includes(name)) {
      const { errors } = await failureOf(engine.run(counting));
      expect(errors[0]?.message).toBe(
        `Step "count" failed on attempt 1: context.usage.add of step "count" got the name "${name}". Give a name that is not empty and not one of __proto__, prototype, constructor.`,
      );
      return;
    }
    const run = await engine.run(counting);
    expect(run.output).toBe("set");
    expect(Object.entries(run.usage)).toEqual([[name, 5]]);
    expect(Object.entries(run.span("count").usage)).toEqual([[name, 5]]);
    expect(Object.entries(run.span("count").vars)).toEqual([[name, "set"]]);
  });

  it("names a queue", async () => {
    const queues = Object.fromEntries([[name, { concurrency: 1 }]]);
    const queued = workflow("named").step("wait", { queue: name, run: () => "waited" });
    expect((await createEngine({ queues }).run(queued)).output).toBe("waited");
  });
});

describe("all hostile names at once", () => {
  it("name steps of one workflow, with a path of its own each", async () => {
    let named: AnyWorkflow = workflow("named");
    for (const [index, name] of names.entries()) named = named.step(name, { run: () => index });
    const run = await engine.run(named);
    expect(run.spans.map((span) => span.name)).toEqual(names);
    expect(run.spans.map((span) => span.output)).toEqual(names.map((_name, index) => index));
    expect(new Set(run.spans.map((span) => span.path)).size).toBe(names.length);
    expect(run.spans.filter((span) => /[/[\]#]/.test(span.path))).toEqual([]);
  });

  it("name parameters of one step", async () => {
    const allowed = names.filter((name) => name !== "__proto__");
    const params = Object.fromEntries(allowed.map((name, index) => [name, index % 2 === 0 ? name : () => name]));
    const named = (workflow("named") as AnyWorkflow).step("take", { params, run: (taken: object) => taken });
    expect((await engine.run(named)).output).toEqual(Object.fromEntries(allowed.map((name) => [name, name])));
  });

  it("are keys by which a body reads another step, or are refused by name", async () => {
    let named: AnyWorkflow = workflow("named");
    for (const name of names) named = named.step(name, { run: () => name });
    named = named.step("read", {
      dependsOn: names,
      run: () =>
        names.map((name) => {
          try {
            return getRunContext().getData(`${name}.output`);
          } catch (error) {
            return (error as Error).name;
          }
        }),
    });
    const expected = names.map((name) => {
      if (refusedAsVariables.includes(name)) return "DefinitionError";
      return name.startsWith(".") ? undefined : name; // a key that begins with a dot begins with a span above
    });
    expect((await engine.run(named)).output).toEqual(expected);
  });
});

describe("keys", () => {
  it.each(["__proto__", "constructor", "prototype"])("with %s in them lead nowhere", async (word) => {
    const reading = workflow("keys").step("read", {
      run: (_params, { span }) => {
        span.set("list", [1]);
        const context = getRunContext();
        return [`.list.${word}`, `.${word}`, `..input.${word}.polluted`].map((key) => {
          try {
            return context.getData(key);
          } catch (error) {
            return (error as Error).message;
          }
        });
      },
    });
    expect((await engine.run(reading, {})).output).toEqual(
      [`.list.${word}`, `.${word}`, `..input.${word}.polluted`].map(
        (key) => `The key "${key}" names ${word}, which is not data. Use another name.`,
      ),
    );
  });

  it("of inherited properties are undefined", async () => {
    const reading = workflow("keys").step("read", {
      run: () =>
        [".toString", "..input.hasOwnProperty", "..input.list.length"].map((key) => getRunContext().getData(key)),
    });
    expect((await engine.run(reading, { list: [1] })).output).toEqual([undefined, undefined, 1]);
  });
});
