import { describe, expect, it } from "vitest";
import { readLambda, readSource } from "./read-lambda.ts";
import { unreadable } from "./source-reading.ts";

/** The flags of a source in words. */
function flagsOf(text: string): string[] {
  const { branches, escapes, computesNames, readsExported } = readSource(text);
  return Object.entries({ branches, escapes, computesNames, readsExported }).flatMap(([flag, isSet]) =>
    isSet ? [flag] : [],
  );
}

describe("reading a source", () => {
  it("reads the same text once", () => {
    const lambdas = ["a", "b"].map((name) => () => name);
    expect(readLambda(lambdas[0]!)).toBe(readLambda(lambdas[1]!));
  });

  it("reads a text anew once a thousand others were read after it", () => {
    const lambda = () => "kept";
    const first = readLambda(lambda);
    for (let number = 0; number < 1_000; number++) readLambda(new Function(`return ${number}`));
    expect(readLambda(lambda)).not.toBe(first);
    expect(readLambda(lambda)).toEqual(first);
  });

  it("does not trust a toString that was put on the function", () => {
    const lambda = Object.assign(() => 1, { toString: () => "({ stepSpan }) => stepSpan('a')" });
    expect(readLambda(lambda).reads).toEqual([]);
  });

  it("takes what is nested too deeply for unreadable", () => {
    const deep = 100_000;
    expect(readSource(`({ stepSpan }) => ${"!".repeat(deep)}stepSpan("a")`)).toBe(unreadable);
    expect(readSource(`({ stepSpan }) => ${"[".repeat(deep)}stepSpan("a")${"]".repeat(deep)}`)).toBe(unreadable);
  });

  it.each([
    ["({ stepSpan }) => names.map((name) => stepSpan(name).output)", []],
    ["({ stepSpan }) => names.map((name) => stepSpan(name).output).filter((x) => x > 1)", []],
    ["({ stepSpan }) => names.filter((name) => wanted[name]).map((name) => stepSpan(name).output)", []],
    ["({ input, stepSpan }) => input.list.map((item) => item.x + stepSpan('a').output)", ["branches"]],
    ["({ stepSpan }) => names.every((name) => stepSpan(name).output)", ["branches"]],
    ["({ stepSpan }) => call(() => stepSpan('a').output)", ["branches"]],
    ["({ stepSpan }) => { for (const name of names) add(stepSpan(name).output) }", []],
    ["({ input, stepSpan }) => { for (let i = 0; i < input.most; i++) add(stepSpan(names[i]).output) }", ["branches"]],
    [
      "({ stepSpan }) => { const q = [...names]; while (q.length) q.push(...stepSpan(q.pop()).output) }",
      "branches computesNames".split(" "),
    ],
    ["({ input, stepSpan }) => stepSpan(input.name)", ["computesNames"]],
    ["({ input: { list }, stepSpan }) => list.map((name) => stepSpan(name))", ["branches", "computesNames"]],
    ["({ input, stepSpan }) => stepSpan(nameFor(input.kind))", ["computesNames"]],
    ["({ stepSpan }) => { const name = stepSpan('a').output.name; return stepSpan(name) }", ["computesNames"]],
    ["({ stepSpan }) => stepSpan(currentSpan().vars.name)", ["computesNames"]],
    ["() => stepSpan(getRunContext().input.name)", ["computesNames", "readsExported"]],
    ["() => stepSpan(name)", ["readsExported"]],
    ["() => s(name)", ["readsExported"]],
    ["() => helper()", []],
    ["(scope) => helper(scope)", ["escapes"]],
    ["(scope) => helper(scope.input)", []],
    ["(...all) => all[0].stepSpan('a')", ["escapes"]],
    ["function () { return arguments[0].input }", ["escapes"]],
    ["({ stepSpan }) => { kept = stepSpan }", ["escapes"]],
    ["(scope) => { ({ stepSpan: kept.read } = scope) }", ["escapes"]],
    ["(scope) => scope[key]('a')", ["escapes"]],
    ["({ stepSpan }) => stepSpan.call(null, 'a')", ["escapes"]],
    ["({ stepSpan }) => stepSpan`a`", ["escapes"]],
    ["() => helper(getRunContext())", ["escapes"]],
    ["(scope) => { const again = scope; const { input } = again; return input }", []],
  ] as const)("%s: %j", (text, flags) => {
    expect(flagsOf(text)).toEqual(flags);
  });

  it.each([
    ['({ stepSpan }) => stepSpan("a").output.items[0]["price"].map(f).length', ["output", "items", "0", "price"]],
    ['({ stepSpan }) => stepSpan("a", { default: null })?.output?.items', ["output", "items"]],
    ['({ input, stepSpan }) => stepSpan("a").output[input.key].price', ["output"]],
    ['({ input, stepSpan }) => (input.x ? stepSpan("a") : null).vars.status', ["vars", "status"]],
    ['({ stepSpan }) => stepSpan("a")', []],
    ['() => getRunContext().getData("a.output.items").length', ["length"]],
  ])("shows the path of %s", (text, path) => {
    expect(readSource(text).reads.map((read) => read.path)).toEqual([path]);
  });

  it.each([
    ['stepSpan("a")', "plain"],
    ['stepSpan("a", { default: null })', "default"],
    ['stepSpan("a", { settled: true })', "settled"],
    ['stepSpan("a", { settled: !0 })', "settled"],
    ['stepSpan("a", { settled: false })', null],
    ['stepSpan("a", { default: 0 })', null],
    ['stepSpan("a", options)', null],
  ])("shows the mode of %s: %s", (text, mode) => {
    expect(readSource(`({ stepSpan }) => ${text}`).reads.map((read) => read.mode)).toEqual([mode]);
  });
});
