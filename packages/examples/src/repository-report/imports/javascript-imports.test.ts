import { describe, expect, it } from "vitest";
import { javaScriptImports } from "./javascript-imports.ts";

function importsOf(source: string): readonly string[] {
  return javaScriptImports("src/file.ts", source).map(({ kind, specifier }) => `${kind} ${specifier}`);
}

describe("javaScriptImports", () => {
  it.each([
    ["import a from './a'", "static ./a"],
    ['import { b, type C } from "./a";', "static ./a"],
    ['import * as a\nfrom\n"./a"', "static ./a"],
    ['import "./a.css"', "static ./a.css"],
    ['import data from "./a.json" with { type: "json" };', "static ./a.json"],
    ['export * from "../a"', "static ../a"],
    ['export { b as default } from "."', "static ."],
    ['const a = require("./a");', "static ./a"],
    ['import a = require("./a");', "static ./a"],
    ['const a = await import("./a");', "dynamic ./a"],
    ['lazy(() => import(/* webpackChunkName: "x" */ "./a"))', "dynamic ./a"],
    ['import type { A } from "./a";', "type ./a"],
    ['import type A from "./a";', "type ./a"],
    ['import type from "./a";', "static ./a"],
    ['import type, { b } from "./a";', "static ./a"],
    ['export type { A } from "./a";', "type ./a"],
    ['export type * from "./a";', "type ./a"],
    ['export type A = 1; import { a } from "./a";', "static ./a"],
  ])("finds the import of %s", (source, expected) => {
    expect(importsOf(source)).toEqual([expected]);
  });

  it.each([
    ['import a from "package"'],
    ['import a from "@scope/package"'],
    ['import a from "node:fs"'],
    ['import a from ".hidden"'],
    ['// import "./a"'],
    ['/* import "./a" */'],
    ["const text = `import './a'`;"],
    [`const text = "import './a'";`],
    ['const text = "./a";'],
    ['loader.require("./a")'],
    ['loader.import("./a")'],
    ['requireAll("./a")'],
    ["const pattern = /import '.\\/a'/;"],
    ['const pattern = /[/"]/; const text = "./a";'],
  ])("finds none in %s", (source) => {
    expect(importsOf(source)).toEqual([]);
  });

  it.each([
    ["#!/usr/bin/env node\n"],
    ["const half = a / b; // it's\n"],
    ["const pattern = /[`'\"/]+/g;\n"],
    ["if (x) return /`/.test(y);\n"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    ["const text = `a ${b ? `c ${d}` : {}} '`;\n"],
    ["const element = <p title='x'>Don't</p>;\n"],
    ["const element = <a></a>; const other = <img src={x} />;\n"],
    ["const broken = 'no end\n"],
    ["const escaped = '\\'';\n"],
  ])("finds the import that follows %s", (beginning) => {
    expect(importsOf(`${beginning}import "./a";`)).toEqual(["static ./a"]);
  });

  it("finds imports in the expressions of a template", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    expect(importsOf('`${await import("./a")} text ${{ b: require("./b") }}`')).toEqual(["dynamic ./a", "static ./b"]);
  });

  it("takes the file as it is named first, then the source that is compiled to it, then others", () => {
    const [found] = javaScriptImports("src/file.ts", 'import "../lib/a.js?raw"');

    expect(found?.candidates.slice(0, 5)).toEqual(["lib/a.js", "lib/a.ts", "lib/a.tsx", "lib/a.d.ts", "lib/a.js.ts"]);
    expect(found?.candidates).toContain("lib/a.js/index.ts");
  });

  it("takes the index of a folder", () => {
    const candidatesOf = (specifier: string) => javaScriptImports("src/a/b.ts", `import "${specifier}"`)[0]?.candidates;

    expect(candidatesOf("..")).toContain("src/index.ts");
    expect(candidatesOf("../..")).toContain("index.ts");
    expect(candidatesOf("../c/")).toContain("src/c/index.ts");
  });

  it.each([["(/["], ["`${"], ['"\\'], ["/*"], ["import type "], ["<a "]])(
    "reads %s, thousands of times in a row, in time linear in its length",
    (piece) => {
      expect(importsOf(piece.repeat(300_000 / piece.length))).toEqual([]);
    },
  );
});
