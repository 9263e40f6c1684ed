import { createEngine, type Run } from "@stepspan/engine";
import { type AnyWorkflow, defineEvent, workflow } from "stepspan";
import { describe, expect, it } from "vitest";
import { checkedXml } from "../support/checked-xml.ts";
import { hostileNames } from "./hostile-names.ts";
import { failureOf } from "./run-failure.ts";

const engine = createEngine();

/** All that a picture may be made of. */
const elements = new Set([
  ...["svg", "title", "desc", "style", "defs", "marker", "pattern"],
  ...["g", "rect", "path", "circle", "text"],
]);

/** What stays in one document: no script, no link, no address. */
function checkPicture(picture: string): readonly string[] {
  const { root, all } = checkedXml(picture);
  expect(root.name).toBe("svg");
  expect(root.attributes).toMatchObject({ role: "img", xmlns: "http://www.w3.org/2000/svg" });
  expect(all.filter(({ name }) => !elements.has(name))).toEqual([]);
  for (const { attributes } of all) {
    for (const [key, value] of Object.entries(attributes)) {
      expect(key).not.toMatch(/^on|href|style|src/i);
      if (key !== "xmlns") expect(value).not.toMatch(/url\(|:\/\/|javascript/i);
    }
  }
  const style = all.find(({ name }) => name === "style")!.text;
  expect(style.replaceAll(/url\(#stepspan-[a-z0-9]+-[a-z-]+\)/g, "")).not.toMatch(/url|@import|expression|<|:\/\//);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what this test is about
  expect(picture).not.toMatch(/[\0-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  return all.map(({ text }) => text);
}

function stylesOf(picture: string): string {
  return /<style>.*<\/style>/.exec(picture)![0].replaceAll(/stepspan-[a-z0-9]+/g, "id");
}

/** A workflow with this name everywhere that a picture shows one, and its run. */
async function named(name: string): Promise<{ readonly picture: string; readonly run: Run }> {
  const child = workflow(name).step("inside", { run: () => 1 });
  const first: AnyWorkflow = workflow(name).step(name, { run: () => ({ [`key ${name}`]: name }) });
  const built = first
    .step("skipped", { when: ({ stepSpan }) => stepSpan(name).output === 1, run: () => 1 })
    .subflow("nested", { workflow: child })
    .wait("waits", { event: defineEvent(name), timeout: 1, continueOnError: true })
    .step("fails", {
      dependsOn: [name, "nested", "waits"],
      run: () => {
        throw new Error(name);
      },
    })
    .step("after", { dependsOn: ["fails"], run: () => 1 });
  const { run } = await failureOf(engine.run(built as never, undefined, { runId: `id ${name}` }));
  return { picture: built.toSvg(), run };
}

const plain = named("plain");

describe.each(hostileNames)("%s", (_what, name) => {
  it("is text in a picture, and in a trace", async () => {
    const { picture, run } = await named(name);
    const graph = run.toSvg({ view: "graph" });
    const waterfall = run.toSvg({ view: "waterfall" });
    for (const svg of [picture, graph, waterfall]) {
      const texts = checkPicture(svg).join(" ");
      if (/^[\w.$]+$/.test(name)) expect(texts).toContain(name.slice(0, 20));
    }
    expect(stylesOf(graph)).toBe(stylesOf((await plain).run.toSvg({ view: "graph" })));
    const trace = run.toChromeTrace();
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
    for (const { name: shown } of trace.traceEvents) {
      expect(shown.length).toBeLessThan(1500);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what this test is about
      expect(shown).not.toMatch(/[\0-\x1f\x7f\u202a-\u202e]/);
      expect(shown.isWellFormed()).toBe(true);
    }
  });
});

it("a checked picture may hold nothing of its own", () => {
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" role="img"><style/>${inside}</svg>`;
  expect(() => checkPicture(svg("<script/>"))).toThrow();
  expect(() => checkPicture(svg('<path onclick="1"/>'))).toThrow();
  expect(() => checkPicture(svg('<path d="url(http://x)"/>'))).toThrow();
  expect(() => checkPicture(svg("<text>&bad;</text>"))).toThrow();
  expect(() => checkPicture(svg("<path>"))).toThrow();
  expect(checkPicture(svg("<text>a &lt; b</text>"))).toContain("a < b");
});
