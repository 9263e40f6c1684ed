import { describe, expect, it } from "vitest";
import { sourceText } from "./source-text.ts";

/** A function with exactly this source. */
function written(source: string): Function {
  return new Function(`return (${source})`)() as Function; // the source is a function
}

function isSame(left: string, right: string): boolean {
  return sourceText(written(left)) === sourceText(written(right));
}

describe("the source of a function", () => {
  it.each([
    ["spaces and line breaks", "(a) => { const b = a; return b; }", "(a)=>{\n\n  const b = a;\n  return b;\n}"],
    ["comments", "(a) => a + 1", "(a) => /* one */ a + 1 // more\n"],
    ["spaces around a division", "(a, b) => a / b / 2", "(a,b)=>a/b/2"],
  ])("is the same with other %s", (_what, left, right) => {
    expect(isSame(left, right)).toBe(true);
  });

  it.each([
    ["texts", '() => "a b"', '() => "ab"'],
    ["templates", "() => `a b`", "() => `ab`"],
    ["patterns", "() => /a b/", "() => /ab/"],
    ["names that grow together", "(a) => { let b = a; return b }", "(a) => { letb = a; return b }"],
    ["signs", "(a, b) => a - -b", "(a, b) => a - b"],
    ["what a line break ends", "(a) => { return a }", "(a) => { return\na }"],
    ["what a line break counts to", "(a, b) => { a++\nb }", "(a, b) => { a\n++b }"],
  ])("is another one with other %s", (_what, left, right) => {
    expect(isSame(left, right)).toBe(false);
  });

  it.each([
    ["a method", { run() {} }.run, "run ( ) { }"],
    ["a native function", Math.max, "function max ( ) { [ native code ] }"],
    ["a bound function", (() => 1).bind(null), "function ( ) { [ native code ] }"],
  ])("is that of %s too", (_what, fn, text) => {
    expect(sourceText(fn)).toBe(text);
  });
});
