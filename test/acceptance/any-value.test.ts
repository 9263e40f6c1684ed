import { createEngine, defineEvent, type SerializationError, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { differenceOf } from "../support/difference.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { classes, keptValues, refusedValues } from "../support/kept-values.ts";
import { causeOf, ended } from "../support/trial.ts";

const engine = { classes };

describe.each(journeys)("any value, %s,", (_name, travel) => {
  it.each(keptValues)("goes through state unchanged: %s", async (_kind, value) => {
    const seen: unknown[] = [];
    const keep = workflow("keep")
      .step("put", { run: (_, { state }) => state.set("box", value) })
      .wait("pause", { event: goOn, dependsOn: ["put"] })
      .step("get", { run: (_, { state }) => void seen.push(state.get("box"), state.has("box")), dependsOn: ["pause"] });
    const run = await travel(keep, { engine });
    expect([differenceOf(value, seen[0]), seen[1]]).toEqual([null, true]);
    expect(differenceOf({ box: value }, run.state)).toBeNull();
  });

  it.each(keptValues)("goes through outputs and parameters unchanged: %s", async (_kind, value) => {
    const seen: unknown[] = [];
    const pass = workflow("pass", { input: z.unknown() })
      .step("make", { run: () => value })
      .wait("pause", { event: goOn, dependsOn: ["make"] })
      .step("use", {
        dependsOn: ["pause"],
        params: {
          output: ({ stepSpan }) => stepSpan("make").output,
          box: ({ stepSpan }) => ({ list: [stepSpan("make").output] }),
          input: ({ input }) => input,
        },
        run: (params, context) => {
          seen.push(params.output, params.box, params.input, context.input);
          return params.output;
        },
      });
    const run = await travel(pass, { engine, input: value });
    const { output, box, input } = { output: value, box: { list: [value] }, input: value };
    expect(differenceOf(output, seen[0])).toBeNull();
    expect(differenceOf(box, seen[1])).toBeNull();
    expect(differenceOf(input, seen[2])).toBeNull();
    expect(differenceOf(value, run.output)).toBeNull();
    expect(differenceOf(value, run.input)).toBeNull();
  });

  it.each(keptValues)("goes through the draft of an update unchanged: %s", async (_kind, value) => {
    const seen: unknown[] = [];
    const change = workflow("change")
      .step("put", {
        run: (_, { state }) => {
          state.set("old", { value });
          state.update((draft) => {
            draft.new = value;
            draft.copied = (draft.old as { value: unknown }).value;
          });
          state.append("list", value);
          state.merge("object", { value });
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["put"] })
      .step("get", {
        run: (_, { state }) => {
          for (const key of ["new", "copied", "list", "object"]) seen.push(state.get(key));
        },
        dependsOn: ["pause"],
      });
    await travel(change, { engine });
    const wanted = [value, value, [value], { value }];
    expect(wanted.map((each, index) => differenceOf(each, seen[index]))).toEqual([null, null, null, null]);
  });

  it.each(keptValues)("goes through variables, logs, items and events unchanged: %s", async (_kind, value) => {
    const seen: unknown[] = [];
    const tell = defineEvent("tell");
    const spread = workflow("spread")
      .step("write", {
        run: (_, { span, log }) => {
          span.set("variable", value);
          log.info("line", { value });
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["write"] })
      .map("each", {
        over: ({ stepSpan }) => [stepSpan("write").vars.variable],
        params: { item: ({ item }) => item },
        run: ({ item }) => void seen.push(item),
        dependsOn: ["pause"],
      })
      .step("send", { run: (_, context) => context.send(tell, value), dependsOn: ["pause"] })
      .on("hear", {
        event: tell,
        params: { told: ({ event }) => event },
        run: ({ told }) => void seen.push(told),
        dependsOn: ["each"],
      });
    const run = await travel(spread, { engine });
    expect(seen.map((each) => differenceOf(value, each))).toEqual([null, null]);
    expect(differenceOf(value, run.span("write").vars.variable)).toBeNull();
    expect(differenceOf(value, run.span("write").logs[0]?.fields.value)).toBeNull();
  });
});

describe("any value", () => {
  it.each(keptValues)("goes through stepState and flowState, from run to run: %s", async (_kind, value) => {
    await using across = createEngine(engine);
    const seen: unknown[] = [];
    const keep = workflow("keep", { flowState: z.object({ box: z.unknown() }) }).step("only", {
      run: async (_, { run, stepState, flowState }) => {
        if (run.id === "first") {
          stepState.set("box", value);
          return flowState.set("box", value);
        }
        seen.push(stepState.get("box"), await flowState.get("box"));
      },
    });
    for (const runId of ["first", "second"]) await across.run(keep, undefined, { runId });
    expect(seen.map((each) => differenceOf(value, each))).toEqual([null, null]);
  });

  it.each(refusedValues)("that cannot be kept is refused at once, with the path: %s", async (_kind, value, problem) => {
    await using refusing = createEngine();
    const put = workflow("put").step("put", {
      run: (_, { state }) => {
        state.set("kept", 1);
        try {
          state.set("box", value);
        } finally {
          state.set("seen", [state.has("box"), state.get("kept")]);
        }
      },
    });
    const run = await ended(refusing.run(put));
    const inBox = problem.startsWith("it ") ? `.box ${problem.slice(3)}` : `.box${problem}`;
    const error = causeOf(run, "put") as SerializationError;
    expect(error.name).toBe("SerializationError");
    expect(error.message).toMatch(
      new RegExp(`^${escaped(`The state of workflow "put" cannot be recorded: ${inBox}`)}`),
    );
    expect(run.state).toEqual({ kept: 1, seen: [false, 1] });

    const made = await ended(refusing.run(workflow("make").step("make", { run: () => value })));
    expect(causeOf(made, "make").message).toMatch(
      new RegExp(`^${escaped(`The output of step "make" cannot be recorded: ${problem}`)}`),
    );
  });

  it("says at the end what to give instead", async () => {
    await using refusing = createEngine();
    const run = await ended(
      refusing.run(workflow("put").step("put", { run: (_, { state }) => state.set("box", { price: () => 1 }) })),
    );
    expect(causeOf(run, "put").message).toBe(
      'The state of workflow "put" cannot be recorded: .box.price is a function. Return plain data: objects, arrays, strings, numbers, Date, Map, Set, bytes or errors.',
    );
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
