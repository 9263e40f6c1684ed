import { followEvents, graphSvg, waterfallSvg } from "@stepspan/engine/reading";
import { DefinitionError, defineEvent, type Run, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { checkedXml, type XmlElement } from "../support/checked-xml.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { begin } from "../support/replayed-trial.ts";

const asked = defineEvent("asked");
const name = ["fetch"].join("");

const kinds = workflow("kinds")
  .step("fetch", { run: () => [1, 2, 3] })
  .map("each", {
    over: ({ stepSpan }) => stepSpan("fetch").output,
    continueOnError: true,
    params: { item: ({ item }) => item },
    run: ({ item }) => {
      if (item === 2) throw new Error("two is broken");
      return item;
    },
  })
  .step("either", {
    when: ({ stepSpan }) => stepSpan("fetch").output.length > 5,
    params: { all: ({ stepSpan }) => stepSpan("fetch").output },
    run: ({ all }) => all,
  })
  .step("reads", {
    dependsOn: ["each"],
    params: { one: ({ stepSpan, input }) => (input === 1 ? 0 : stepSpan("fetch").output.length) },
    run: ({ one }) => one,
  })
  .step("close", { always: true, dependsOn: ["reads"], run: () => 1 });

function withClass(elements: readonly XmlElement[], ...classes: readonly string[]): readonly XmlElement[] {
  return elements.filter(({ attributes }) => classes.every((one) => attributes.class?.split(" ").includes(one)));
}

/** The title of the box, by the name with which it begins. */
function nodeOf(picture: string, step: string): { readonly title: string; readonly node: XmlElement } {
  const nodes = withClass(checkedXml(picture).all, "node");
  const found = nodes.map((node) => ({ node, title: node.children.find((child) => child.name === "title")!.text }));
  return found.find(({ title }) => title.startsWith(step))!;
}

async function runOfKinds(): Promise<Run> {
  return (await begin(kinds, { run: { runId: "run-1" } })).end();
}

describe("the picture of a workflow", () => {
  it("has a box for each step and an arrow for each kind of edge between two", () => {
    const { all, root } = checkedXml(kinds.toSvg());
    const title = root.children.find((child) => child.name === "title")!;
    expect([title.text, root.children.find((child) => child.name === "desc")!.text]).toEqual([
      "Workflow kinds",
      "5 steps.",
    ]);
    expect(root.attributes["aria-labelledby"]).toContain(title.attributes.id);
    expect(withClass(all, "node").map((node) => node.children[0]!.text)).toEqual([
      ...["fetch", "each", "either", "reads", "close"],
    ]);
    const edges = withClass(all, "edge").map(({ attributes }) => attributes.class);
    expect(edges.slice(0, 6).sort()).toEqual([
      "edge data conditional",
      "edge data required",
      "edge data required",
      "edge guard required",
      "edge order required",
      "edge order required",
    ]);
  });

  it("is that of its plan, and the same each time", () => {
    expect(kinds.toSvg()).toBe(graphSvg(kinds.plan));
    expect(workflow("empty").toSvg()).toContain("<desc");
  });
});

describe("the graph of a run", () => {
  it("says what came of each step, by more than a colour", async () => {
    const picture = (await runOfKinds()).toSvg({ view: "graph" });
    expect(nodeOf(picture, "fetch").title).toBe("fetch: succeeded, 0 ms");
    expect(nodeOf(picture, "either").title).toBe("either: skipped (guard)");
    const { title, node } = nodeOf(picture, "each");
    expect(title).toBe("each: succeeded, 0 ms, 3 inside: 2 succeeded, 1 failed");
    const bars = node.children.filter(({ attributes }) => attributes.class?.startsWith("bar "));
    expect(bars.map(({ attributes }) => attributes.class)).toEqual(["bar succeeded", "bar failed"]);
    const [good, bad] = bars.map(({ attributes }) => Number(attributes.width));
    expect(good! / bad!).toBeCloseTo(2, 1);
    expect(withClass(checkedXml(picture).all, "sign", "skipped").length).toBeGreaterThan(0);
  });

  it("draws the arrows of skipped steps and of reads that were not made as not taken", async () => {
    const branches = workflow("branches")
      .step("a", { run: () => 1 })
      .step("b", { run: () => 2 })
      .step("reads", {
        params: { one: ({ stepSpan, input }) => (input === 1 ? stepSpan("a").output : stepSpan("b").output) },
        run: ({ one }) => one,
      })
      .step("skipped", { when: ({ stepSpan }) => stepSpan("b").output === 1, run: () => 1 });
    const run = await (await begin(branches, { input: 1 as never })).end();
    const { all } = checkedXml(run.toSvg({ view: "graph" }));
    const edges = withClass(all, "edge").filter(({ attributes }) => attributes.d?.includes("C") || attributes.d);
    const classes = edges.map(({ attributes }) => attributes.class);
    expect(classes.slice(0, 3)).toEqual([
      "edge data conditional untaken",
      "edge guard required untaken",
      "edge data conditional",
    ]);
  });

  it("has the edges that were found when it ran", async () => {
    const finds = workflow("finds")
      .step("fetch", { run: () => 1 })
      .step("reads", {
        params: { one: ({ stepSpan, input }) => (input === 1 ? Reflect.apply(stepSpan, null, [name]).output : 0) },
        run: ({ one }) => one,
      });
    expect(finds.plan.edges).toEqual([]);
    expect(withClass(checkedXml(finds.toSvg()).all, "discovered")).toEqual([]);
    const run = await (await begin(finds, { input: 1 as never })).end();
    const found = withClass(checkedXml(run.toSvg({ view: "graph" })).all, "edge", "data", "discovered");
    expect(found.length).toBeGreaterThan(0);
  });

  it("is the same from the events alone", async () => {
    const trial = await begin(kinds);
    const run: Run = await trial.end();
    const followed = followEvents(trial.events);
    expect(graphSvg(followed.plan, followed.run)).toBe(run.toSvg({ view: "graph" }));
    expect(waterfallSvg(followed.run)).toBe(run.toSvg({ view: "waterfall" }));
    expect(followed.run.toChromeTrace()).toEqual(run.toChromeTrace());
  });
});

const inner = workflow("inner").step("one", { run: () => 1 });
const forms = workflow("forms")
  .loop("again", { run: () => 1, until: ({ iteration }) => iteration === 2, maxIterations: 7 })
  .subflow("nested", { workflow: inner, dependsOn: ["again"] })
  .sleep("nap", "2m", { dependsOn: ["again"] })
  .wait("asks", { event: asked, timeout: "1h", continueOnError: true })
  .race("first", { of: ["nap", "asks"] })
  .on("turns", { event: asked, run: () => 1 });

describe("the forms of steps", () => {
  it("say what they do, for a plan, for a run and for one who has the events alone", async () => {
    const trial = await begin(forms);
    await trial.advance(120_000);
    const run: Run = await trial.end();
    const { plan, run: followed } = followEvents(trial.events);
    expect(graphSvg(plan, followed)).toBe(run.toSvg({ view: "graph" }));
    const words = withClass(checkedXml(forms.toSvg()).all, "node").map(({ children }) =>
      children.filter(({ name }) => name === "text").map(({ text }) => text),
    );
    expect(words).toEqual([
      ["again", "loop, at most 7"],
      ["nested", "runs inner"],
      ["nap", "sleeps 2 min"],
      ["asks", "waits for asked"],
      ["first", "race of 2"],
      ["turns", "on asked"],
    ]);
  });
});

describe("the waterfall as a picture", () => {
  it("has a row for each step, the line of the critical path, and a sign for a long time in which nothing ran", async () => {
    const steps = createHeldSteps();
    const waiting = workflow("waiting")
      .step("first", { retry: { attempts: 2, delay: 5 }, run: steps.held("first") })
      .wait("asked", { event: asked, dependsOn: ["first"], timeout: "1d", continueOnError: true })
      .step("last", { dependsOn: ["asked"], run: steps.held("last") });
    const trial = await begin(waiting);
    await trial.advance(40);
    await steps.fail("first");
    await trial.advance(5);
    await trial.advance(35);
    await steps.succeed("first");
    await trial.advance(86_400_000);
    await trial.advance(50);
    await steps.succeed("last");
    const picture = (await trial.end()).toSvg({ view: "waterfall" });
    const { all } = checkedXml(picture);
    expect(withClass(all, "row").map(({ text }) => text)).toEqual(["first", "asked", "last"]);
    expect(withClass(all, "segment", "failed-work").length).toBeGreaterThan(0);
    expect(withClass(all, "segment", "retry").length).toBeGreaterThan(0);
    expect(withClass(all, "critical").length).toBe(2);
    expect(withClass(all, "tear").length).toBe(2);
    expect(all.filter(({ text }) => text === "1 d idle")).toHaveLength(1);
    expect(withClass(all, "number").map(({ text }) => text)).toEqual(["1", "2"]);
  });

  it("gives all items of a large map one row", async () => {
    const many = workflow("many").map("each", {
      over: () => Array.from({ length: 500 }, (_none, at) => at),
      run: () => 1,
    });
    const run = await (await begin(many)).end();
    const picture = run.toSvg({ view: "waterfall" });
    expect(withClass(checkedXml(picture).all, "row").map(({ text }) => text)).toEqual([
      "each",
      "500 items: 500 succeeded",
    ]);
    expect(picture.length).toBeLessThan(20_000);
  });
});

describe("a picture", () => {
  it("is asked for by its view", async () => {
    const run = await runOfKinds();
    expect(() => run.toSvg({ view: "gantt" as never })).toThrow(
      new DefinitionError('run.toSvg got "gantt" as view. Give "graph" or "waterfall".'),
    );
    expect(() => run.toSvg({} as never)).toThrow(
      new DefinitionError('run.toSvg got undefined as view. Give "graph" or "waterfall".'),
    );
  });

  it("has ids of its own: pictures with other contents have others", async () => {
    const run = await runOfKinds();
    const all = [kinds.toSvg(), run.toSvg({ view: "graph" }), run.toSvg({ view: "waterfall" })];
    const ids = all.map((picture) => checkedXml(picture).all.flatMap(({ attributes }) => attributes.id ?? []));
    expect(new Set(ids.flat()).size).toBe(ids.flat().length);
    for (const [at, picture] of all.entries()) {
      const used = [...picture.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id!);
      expect(used.filter((id) => !ids[at]!.includes(id))).toEqual([]);
      const style = /<style>(.*)<\/style>/.exec(picture)![1]!;
      const selectors = [...style.matchAll(/(?:^|[{},])([^{},@]+)\{/g)].map(([, selector]) => selector!);
      expect(selectors.every((selector) => selector.startsWith(`#${ids[at]![0]}`))).toBe(true);
    }
  });
});
