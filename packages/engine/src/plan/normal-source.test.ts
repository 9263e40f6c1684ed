// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of functions
import { describe, expect, it } from "vitest";
import { normalSource } from "./normal-source.ts";

describe("the source of a function without what formatters change", () => {
  it.each([
    ["white space", "( { a } ) =>  a . b", "({a})=>a.b"],
    ["lines", "({ a }) => {\n  return a;\n}", "({a})=>{return a;}"],
    ["comments", "(a /* one */) => // two\n  a", "(a)=>a"],
    ["a comment between words", "return/**/a", "return a"],
    ["trailing commas", "f(a, [b, c,], { d, },)", "f(a,[b,c],{d})"],
    ["signs that would join", "a + +b - -c", "a+ +b- -c"],
    ["a division", "a / b / c // d", "a/b/c"],
  ])("has no %s", (_what, source, normal) => {
    expect(normalSource(source)).toBe(normal);
  });

  it.each([
    ["strings", `"a  // b" + 'it\\'s  so'`, `"a  // b"+'it\\'s  so'`],
    ["template literals, with what they embed", "`a  ${ b + `}  ${c}` }  // d` + e", "`a  ${ b + `}  ${c}` }  // d`+e"],
    ["a brace in a string of a template", '`${ f("}") }  a` + b', '`${ f("}") }  a`+b'],
    ["regular expressions", 'x.match( /a  [/"]b\\/  /g )', 'x.match(/a  [/"]b\\/  /g)'],
    ["a regular expression after a word", "return  /a  b/.test(c)", "return/a  b/.test(c)"],
    ["holes of arrays", "[a, , b,,]", "[a,,b,,]"],
    ["names beyond ASCII", "größe  in  é", "größe in é"],
  ])("keeps %s", (_what, source, normal) => {
    expect(normalSource(source)).toBe(normal);
  });

  it.each(["`a", "'a", "/* a", "`${", "a / b", "`${`", "\\", "/[", ""])(
    "is found for what is cut off: %j",
    (source) => {
      expect(typeof normalSource(source)).toBe("string");
    },
  );

  it("is found in linear time", () => {
    const source = `(${"a /* b */ + `c ${d}` , ".repeat(50_000)})`;
    expect(normalSource(source).length).toBeGreaterThan(500_000);
  });
});
