import { describe, expect, it } from "vitest";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../../test/support/definitions.ts";
import type { LambdaScope } from "../context/lambda-scope.ts";
import { createEngine } from "../create-engine.ts";
import { memoryStore } from "../local/memory-store.ts";
import type { StepDefinition, WorkflowDefinition } from "../plan/definition.ts";

/** The messages of the errors of a run. */
async function messagesOf(steps: StepDefinition[], options: Partial<WorkflowDefinition> = {}): Promise<string[]> {
  await using engine = createEngine();
  return await engine.run(workflowOf(steps, { name: "report", ...options })).then(
    () => [],
    (error) => error.errors.map(({ message }: Error) => message),
  );
}

function reading(name: unknown): (scope: LambdaScope) => unknown {
  return ({ stepSpan }) => stepSpan(name as string).output;
}

const noEarlier = "but there is no earlier step of that name.";

describe("stepSpan in a lambda", () => {
  it.each([
    ["fetchUser", `"fetchUser" in parameter "value", ${noEarlier} Did you mean "fetchUsers"?`],
    ["later", `"later" in parameter "value", ${noEarlier}`],
    ["merge", `"merge" in parameter "value", ${noEarlier}`],
    ["toString", `"toString" in parameter "value", ${noEarlier}`],
    [undefined, `undefined in parameter "value", ${noEarlier}`],
  ])("refuses %s, which is no earlier step", async (name, problem) => {
    const steps = [
      stepOf("fetchUsers"),
      stepOf("merge", { params: [parameterOf("value", lambdaOf(reading(name)))] }),
      stepOf("later"),
    ];
    expect(await messagesOf(steps)).toEqual([
      `Step "merge" failed before its first attempt: Step "merge" of workflow "report" reads ${problem}`,
    ]);
  });

  it("says so of a guard and of the returns lambda", async () => {
    const when = lambdaOf(reading("nobody"));
    expect(await messagesOf([stepOf("merge", { when })])).toEqual([
      `Step "merge" failed before its first attempt: Step "merge" of workflow "report" reads "nobody" in its guard, ${noEarlier}`,
    ]);
    expect(await messagesOf([stepOf("merge")], { returns: when })).toEqual([
      `The returns lambda of workflow "report" reads "nobody", ${noEarlier}`,
    ]);
  });

  it("refuses other options", async () => {
    const lambda = lambdaOf(({ stepSpan }) => stepSpan("fetch", { default: [] } as never), "fetch");
    expect(await messagesOf([stepOf("fetch"), stepOf("merge", { params: [parameterOf("value", lambda)] })])).toEqual([
      'Step "merge" failed before its first attempt: stepSpan takes { default: null } or { settled: true } as options. For another default write stepSpan(name, { default: null })?.output ?? fallback.',
    ]);
  });

  it("refuses to be kept and called after its lambda has returned", async () => {
    let kept: LambdaScope["stepSpan"] | undefined;
    const keep = lambdaOf(({ stepSpan }) => {
      kept = stepSpan;
      return null;
    }, "fetch");
    const merge = stepOf("merge", { params: [parameterOf("value", keep)], run: () => kept?.("fetch") });
    expect(await messagesOf([stepOf("fetch"), merge])).toEqual([
      'Step "merge" failed on attempt 1: stepSpan of a lambda was called after the lambda had returned. Call it in the lambda itself.',
    ]);
  });

  it.each<[how: string, known: readonly string[], read: readonly string[]]>([
    ["as is known", ["a", "b"], ["a", "b"]],
    ["in another order", ["a", "b"], ["b", "a"]],
    ["less than is known", ["a", "b", "c"], ["a"]],
    ["nothing of it", ["a", "b"], []],
    ["something before it that is not known", ["b"], ["a", "b"]],
    ["something behind it that is not known", ["a"], ["a", "c", "b"]],
    ["something in place of it", ["a", "b", "c"], ["a", "c"]],
    ["each of it twice", ["a", "b"], ["a", "a", "b", "a", "b"]],
  ])("notes what was read, each step once: %s", async (_how, known, read) => {
    const store = memoryStore();
    await using engine = createEngine({ store });
    const sum: (scope: LambdaScope) => unknown = ({ stepSpan }) => read.map((name) => stepSpan(name).output).join("");
    const params = ["x", "y"].map((name) => parameterOf(name, lambdaOf(sum, ...known)));
    const steps = ["a", "b", "c"].map((name) => stepOf(name));
    const run = await engine.run(workflowOf([...steps, stepOf("reader", { params })]));
    expect(run.span("reader").input).toEqual({ x: read.join(""), y: read.join("") });
    const events = await store.open(run.runId).read(0, Infinity);
    const queued = events.find((event) => event.type === "step-queued" && event.path === "reader");
    const once = [...new Set(read)];
    const reads = ["x", "y"].flatMap((parameter) => once.map((step) => ({ step, parameter })));
    expect(queued).toMatchObject({ reads });
  });

  it("notes a read for the lambda that made it, though another one was to make it, and forgets it for the next step", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store });
    const params = [
      parameterOf(
        "x",
        lambdaOf(() => 1, "a"),
      ),
      parameterOf("y", lambdaOf(reading("a"), "a")),
    ];
    const run = await engine.run(workflowOf([stepOf("a"), stepOf("other", { params }), stepOf("usual", { dependsOn: ["other"], params: params.slice(1) })])); // biome-ignore format: one line
    const events = await store.open(run.runId).read(0, Infinity);
    const reads = events.flatMap((event) => (event.type === "step-queued" && event.path !== "a" ? [event.reads] : []));
    expect(reads).toEqual([[{ step: "a", parameter: "y" }], [{ step: "a", parameter: "y" }]]);
  });

  it("notes what was read of what is known, and what besides, behind steps that read too", async () => {
    const store = memoryStore();
    await using engine = createEngine({ store });
    const sum = (names: readonly string[]) => lambdaOf(({ stepSpan }) => names.map((name) => stepSpan(name).output), "a", "b"); // biome-ignore format: one line
    const reader = (name: string, names: readonly string[]) => stepOf(name, { params: [parameterOf("x", sum(names))] });
    const steps = ["a", "b", "c"].map((name) => stepOf(name));
    const readers = [reader("all", ["a", "b"]), reader("part", ["a"]), reader("more", ["a", "c"]), reader("none", [])];
    const run = await engine.run(workflowOf([...steps, ...readers]));
    const events = await store.open(run.runId).read(0, Infinity);
    const reads = new Map(events.flatMap((event) => (event.type === "step-queued" ? [[event.path, event.reads]] : [])));
    const read = (...names: readonly string[]) => names.map((step) => ({ step, parameter: "x" }));
    expect(readers.map(({ name }) => reads.get(name))).toEqual([read("a", "b"), read("a"), read("a", "c"), []]);
  });

  it("names the reader, the parameter and the way out where a step was skipped", async () => {
    const price = stepOf("price", { when: lambdaOf(() => false) });
    const prices = [parameterOf("prices", lambdaOf(reading("price"), "price"))];
    const problem =
      'but "price" was skipped because its guard returned false. Read it as stepSpan("price", { default: null }).';
    expect(await messagesOf([price, stepOf("merge", { params: prices })])).toEqual([
      `Step "merge" failed before its first attempt: Step "merge" reads the output of "price" in parameter "prices", ${problem}`,
    ]);
    expect(await messagesOf([price, stepOf("merge", { when: lambdaOf(reading("price"), "price") })])).toEqual([
      `Step "merge" failed before its first attempt: Step "merge" reads the output of "price" in its guard, ${problem}`,
    ]);
    expect(await messagesOf([price], { returns: lambdaOf(reading("price"), "price") })).toEqual([
      `The returns lambda reads the output of "price", ${problem}`,
    ]);
  });
});
