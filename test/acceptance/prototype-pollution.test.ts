import {
  createEngine,
  defineEvent,
  getRunContext,
  type RunSnapshot,
  type StepContext,
  stepSpan,
  workflow,
} from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { differenceOf } from "../support/difference.ts";
import { goOn, journeys } from "../support/journeys.ts";
import { ended } from "../support/trial.ts";
import { turn } from "../support/turn.ts";

/** What a parser of JSON makes of hostile text: own properties with these names. */
const hostile = () =>
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":1}');
const names = ["__proto__", "constructor", "prototype"] as const;

/** Every verb that takes a name or a path from a step. */
const verbs: Readonly<Record<string, (context: StepContext, name: string) => unknown>> = {
  "state.get": ({ state }, name) => state.get(name),
  "state.set": ({ state }, name) => state.set(name, { polluted: 1 }),
  "state.has": ({ state }, name) => state.has(name),
  "state.delete": ({ state }, name) => state.delete(name),
  "state.append": ({ state }, name) => state.append(name, 1),
  "state.merge": ({ state }, name) => state.merge(name, { polluted: 1 }),
  "state.merge of a key": ({ state }, name) => state.merge("object", { [name]: { polluted: 1 } }),
  "state.merge of parsed JSON": ({ state }) => state.merge("object", hostile()),
  "state.update": ({ state }, name) => state.update((draft) => void Object.assign(draft, { [name]: 1 })),
  "a draft's key": ({ state }, name) =>
    state.update((draft) => {
      draft[name] = { polluted: 1 };
    }),
  "stepState.set": ({ stepState }, name) => stepState.set(name, { polluted: 1 }),
  "stepState.update": ({ stepState }, name) =>
    stepState.update((draft) => {
      draft[name] = { polluted: 1 };
    }),
  "a fork": (context, name) => context.fork().state.set(name, { polluted: 1 }),
  "span.set": ({ span }, name) => span.set(name, { polluted: 1 }),
  "usage.add": ({ usage }, name) => usage.add(name, 1),
  "resources.set": ({ resources }, name) => resources.set(name, { polluted: 1 }),
  "resources.get": ({ resources }, name) => resources.get(name),
  "getData of the span": (_, name) => getRunContext().getData(`.${name}.polluted`),
  "getData of the input": (_, name) => getRunContext().getData(`.input.${name}`),
  "getData of a step": (_, name) => getRunContext().getData(`hostile.output.${name}`),
  setData: (_, name) => getRunContext().setData(`.${name}`, { polluted: 1 }),
};

describe("no prototype pollution", () => {
  describe.each(Object.entries(verbs))("by %s", (_verb, call) => {
    it.each(names)("with the name %s: it is refused", async (name) => {
      await using engine = createEngine();
      const run = await engine.run(
        workflow("work")
          .step("hostile", { run: hostile })
          .step("only", {
            dependsOn: ["hostile"],
            run: (_, context) => {
              context.state.set("object", {});
              try {
                return String(call(context, name));
              } catch (error) {
                return String(error);
              }
            },
          }),
      );
      expect(run.output).toMatch(/^(?:StateError|DefinitionError|MissingResourceError): |^undefined$|^false$/);
      expect(run.output).not.toBe("undefined");
      expect(Object.hasOwn(run.state.object as object, name)).toBe(false);
      expect("polluted" in {}).toBe(false);
    });
  });

  it.each(names)("by the name %s in the flow state: it is refused", async (name) => {
    await using engine = createEngine();
    const run = await engine.run(
      workflow("work", { flowState: z.looseObject({}) }).step("only", {
        run: async (_, { flowState }) => {
          const layer = flowState as NonNullable<StepContext["flowState"]>;
          const calls = [
            () => layer.get(name),
            () => layer.set(name, { polluted: 1 }),
            () => layer.update(name, () => ({ polluted: 1 })),
            () => layer.transaction((draft) => void Object.assign(draft, { [name]: { polluted: 1 } })),
          ];
          return Promise.all(calls.map((call) => call().then(() => "done", String)));
        },
      }),
    );
    expect(run.output).toEqual(
      Array(4).fill(
        `StateError: The flow state of workflow "work" got "${name}" as a key. That name is not data: use another one.`,
      ),
    );
  });

  it.each(journeys)("by values that are full of such keys: they are data, in all places, %s", async (_name, travel) => {
    const told = defineEvent("told");
    const seen: unknown[] = [];
    const child = workflow("child").step("inner", { params: { box: ({ input }) => input }, run: ({ box }) => box });
    const work = workflow("work")
      .step("make", {
        params: { given: ({ input }) => input },
        run: ({ given }, context) => {
          context.state.set("box", given);
          context.state.update((draft) => {
            const box = draft.box as Record<string, Record<string, unknown>>;
            box.more = hostile();
            (box.constructor as unknown as { prototype: Record<string, unknown> }).prototype.polluted = 2;
          });
          context.span.set("box", given);
          context.send(told, given);
          return given;
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["make"] })
      .map("items", {
        over: ({ stepSpan }) => [stepSpan("make").output],
        params: { box: ({ item }) => item },
        run: child,
        dependsOn: ["pause"],
      })
      .on("hear", { event: told, params: { box: ({ event }) => event }, run: ({ box }) => box, dependsOn: ["pause"] })
      .step("look", {
        dependsOn: ["items", "hear"],
        params: { items: ({ stepSpan }) => stepSpan("items").output },
        run: ({ items }, { state }) => void seen.push(stepSpan("make").output, ...items, state.get("box")),
      });
    const run = await travel(work, { input: hostile(), run: { metadata: hostile() } });
    expect(run.errors).toEqual([]);
    const changed = hostile();
    changed.more = hostile();
    changed.constructor.prototype.polluted = 2;
    const wanted = [hostile(), { box: hostile() }, changed];
    expect(wanted.map((value, index) => differenceOf(value, seen[index]))).toEqual([null, null, null]);
    expect([run.input, run.metadata].map((value) => differenceOf(hostile(), value))).toEqual([null, null]);
    expect(differenceOf([hostile()], run.span("hear").output)).toBeNull();
    expect("polluted" in {}).toBe(false);
  });

  it.each(names)("by names of workflows, steps, events, runs and resources: %s", async (name) => {
    await using engine = createEngine();
    const event = defineEvent(name);
    const work = workflow(name)
      .step(name, {
        params: name === "__proto__" ? {} : { [name]: 1 },
        run: (_, context) => {
          context.send(event, { polluted: 1 });
          return { polluted: 1 };
        },
      })
      .on(`${name} heard`, { event, params: { box: ({ event }) => event }, run: ({ box }) => box });
    const run = await ended(
      engine.run(work, undefined, { runId: name, metadata: JSON.parse(`{"${name}":{"polluted":1}}`) }),
    );
    expect([run.status, run.span(name).output]).toEqual(["succeeded", { polluted: 1 }]);
    expect(run.span(`${name} heard`).output).toEqual([{ polluted: 1 }]);
    expect(() => engine.start(work, undefined, { resources: JSON.parse(`{"${name}":{"polluted":1}}`) })).toThrow(
      `The run of workflow "${name}" got "${name}" as the name of a resource. Give a text that is not empty and not one of __proto__, prototype, constructor.`,
    );
    expect("polluted" in {}).toBe(false);
  });

  it.each(names)("by paths between a workflow and its sub-workflow: %s is refused when it is written", (name) => {
    const child = workflow("child", { state: z.looseObject({}) }).step("only", { run: () => ({ a: 1 }) });
    const parent = workflow("parent", { state: z.looseObject({ a: z.unknown() }) });
    const crossings = [
      { capture: { state: { [`${name}.polluted`]: "a" } } },
      { capture: { state: { [`a.${name}.polluted`]: "a" } } },
      { capture: { state: { a: `a.${name}` } } },
      { writeBack: { state: { [`${name}.polluted`]: "output.a" } } },
      { writeBack: { state: { [`a.${name}.polluted`]: "output.a" } } },
      { writeBack: { state: { a: `output.${name}` } } },
    ];
    for (const crossing of crossings) {
      // A computed key __proto__ is an own property, as it is in parsed JSON.
      expect(() => parent.subflow("below", { workflow: child, ...crossing })).toThrow(
        new RegExp(`, but ${name} is no value\\. Use another name\\.$`),
      );
    }
  });

  it.each(names)("by a snapshot from a stranger, with %s in its paths and names", async (name) => {
    const work = workflow("work")
      .step("write", {
        run: (_, { state, span, usage, log }) => {
          state.set("hostile", { deep: 1 });
          state.merge("hostile", { more: 1 });
          span.set("hostile", { polluted: 1 });
          usage.add("hostile", 1);
          log.info("hostile", { hostile: { polluted: 1 } });
        },
      })
      .wait("pause", { event: goOn, dependsOn: ["write"] });
    await using engine = createEngine();
    const handle = engine.start(work, undefined, { metadata: { hostile: { polluted: 1 } } });
    await turn();
    const text = JSON.stringify(await handle.snapshot());
    for (const forged of [
      text.replaceAll('"hostile"', `"${name}"`),
      ...replacedOneByOne(text, '"hostile"', `"${name}"`),
    ]) {
      await using other = createEngine({ workflows: [work] });
      const outcome = await resumed(other, JSON.parse(forged));
      expect(outcome).toMatch(/^succeeded$|^(?:ResumeMismatchError|StoreError|StateError|RunError): /);
      expect("polluted" in {}).toBe(false);
    }
  });

  async function resumed(engine: ReturnType<typeof createEngine>, snapshot: RunSnapshot): Promise<string> {
    try {
      const handle = engine.resume(snapshot);
      await turn();
      await handle.send(goOn, null);
      return (await handle.result).status;
    } catch (error) {
      return String(error);
    }
  }
});

/** The text with one occurrence replaced, for each. */
function replacedOneByOne(text: string, from: string, to: string): readonly string[] {
  const parts = text.split(from);
  return parts
    .slice(1)
    .map((_part, at) => `${parts.slice(0, at + 1).join(from)}${to}${parts.slice(at + 1).join(from)}`);
}
