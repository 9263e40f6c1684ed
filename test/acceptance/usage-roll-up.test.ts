import { createEngine, type StepContext, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { goOn, journeys } from "../support/journeys.ts";
import { ended } from "../support/trial.ts";

const spend =
  (tokens: number) =>
  (_: object, { usage }: StepContext) =>
    usage.add("tokens", tokens);

/** A leaf of 1, in a child of 1 leaf and 1 map of 2 items at 10 each: 21 for each child run. */
const child = workflow("child")
  .step("leaf", { run: spend(1) })
  .map("items", { over: [1, 2], params: { item: ({ item }) => item }, run: spend(10) });

const parent = workflow("parent")
  .step("own", { run: spend(100) })
  .wait("pause", { event: goOn, dependsOn: ["own"] })
  .map("children", { over: ["a", "b"], params: { id: ({ item }) => item }, run: child, dependsOn: ["pause"] })
  .subflow("once", { workflow: child, dependsOn: ["pause"] })
  .loop("again", {
    run: spend(1000),
    until: ({ iteration }) => iteration === 3,
    maxIterations: 5,
    dependsOn: ["pause"],
  });

describe("usage roll-up", () => {
  it.each(journeys)(
    "counts once on each ancestor, items, iterations and child runs included, %s",
    async (_name, travel) => {
      const run = await travel(parent);
      const tokensAt = (path: string) => run.spanAt(path).usage.tokens;
      expect({
        own: tokensAt("own"),
        "children[0]/leaf": tokensAt("children[0]/leaf"),
        "children[0]/items[1]": tokensAt("children[0]/items[1]"),
        "children[0]/items": tokensAt("children[0]/items"),
        "children[0]": tokensAt("children[0]"),
        "children[1]": tokensAt("children[1]"),
        children: tokensAt("children"),
        "once/items[0]": tokensAt("once/items[0]"),
        once: tokensAt("once"),
        "again#2": tokensAt("again#2"),
        again: tokensAt("again"),
        pause: tokensAt("pause"),
        "the run": run.usage.tokens,
        "its span": run.rootSpan.usage.tokens,
      }).toEqual({
        own: 100,
        "children[0]/leaf": 1,
        "children[0]/items[1]": 10,
        "children[0]/items": 20,
        "children[0]": 21,
        "children[1]": 21,
        children: 42,
        "once/items[0]": 10,
        once: 21,
        "again#2": 1000,
        again: 3000,
        pause: undefined,
        "the run": 3163,
        "its span": 3163,
      });
    },
  );

  it("is the sum of what the leaves added, at every level", async () => {
    await using engine = createEngine();
    const nested = workflow("top").map("outer", {
      over: [1, 2, 3],
      params: { n: ({ item }) => item },
      run: workflow("middle").map("inner", { over: [1, 2], params: { n: ({ item }) => item }, run: child }),
    });
    const run = await engine.run(nested);
    const leaves = run.spans.filter((span) => span.items.length + span.steps.length === 0);
    const sum = leaves.reduce((total, span) => total + (span.usage.tokens ?? 0), 0);
    expect([run.usage.tokens, sum]).toEqual([126, 126]);
    for (const span of run.spans) {
      const below = [...span.items, ...span.steps];
      if (below.length === 0) continue;
      expect(span.usage.tokens).toBe(below.reduce((total, inner) => total + (inner.usage.tokens ?? 0), 0));
    }
  });

  it("counts failed attempts, items that are tolerated, and nothing that an attempt adds after its end", async () => {
    await using engine = createEngine();
    let late: StepContext | undefined;
    const run = await ended(
      engine.run(
        workflow("w")
          .map("each", {
            over: [1, 2],
            params: { n: ({ item }) => item },
            continueOnError: true,
            retry: { attempts: 2 },
            run: ({ n }, context) => {
              late = context;
              context.usage.add("calls", 1);
              if (n === 2) throw new Error("no");
            },
          })
          .step("after", { dependsOn: ["each"], run: () => late?.usage.add("calls", 50) }),
      ),
    );
    expect([run.span("each").usage, run.usage]).toEqual([{ calls: 3 }, { calls: 3 }]);
  });
});
