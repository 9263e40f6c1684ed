import { describe, expect, it } from "vitest";
import { readingContext } from "../testing/reading-context.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { resolveImports } from "./import-graph.ts";
import { listFiles } from "./list-files.ts";

async function importsIn(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(files);
  const listing = await listFiles({ folder }, readingContext());
  return resolveImports({ folder, files: listing.files }, readingContext());
}

describe("resolveImports", () => {
  it("resolves relative imports to files of the folder", async () => {
    const graph = await importsIn({
      "main.ts": 'import { a } from "./lib/a.js";\nimport b from "./b";\nimport "react";',
      "lib/a.ts": 'import type { B } from "../b/index.ts"; await import("..");',
      "b/index.ts": "",
      "index.js": "",
      "notes.md": 'import "./main.ts"',
    });

    expect(graph).toEqual({
      modules: 4,
      edges: [
        { from: "lib/a.ts", to: "b/index.ts", kind: "type" },
        { from: "lib/a.ts", to: "index.js", kind: "dynamic" },
        { from: "main.ts", to: "lib/a.ts", kind: "static" },
        { from: "main.ts", to: "b/index.ts", kind: "static" },
      ],
      unresolved: [],
    });
  });

  it("names imports that lead nowhere or out of the folder", async () => {
    const { edges, unresolved } = await importsIn({ "a.js": 'import "./gone.js"; import "../outside.js";' });

    expect(edges).toEqual([]);
    expect(unresolved).toEqual([
      { from: "a.js", specifier: "./gone.js" },
      { from: "a.js", specifier: "../outside.js" },
    ]);
  });

  it("counts an import that stands twice in a file once", async () => {
    const { edges } = await importsIn({ "a.js": 'import "./b.js"; export * from "./b.js";', "b.js": "" });

    expect(edges).toEqual([{ from: "a.js", to: "b.js", kind: "static" }]);
  });

  it("resolves includes in quotes of C and C++ files, and leaves those that it does not find to the compiler", async () => {
    const { edges, unresolved } = await importsIn({
      "src/a.c":
        '#include <stdio.h>\n#include "b.h"\n  #  include "../c/d.h"\n// #include "e.h"\n#include "f/g.h"\n#include "x.h"',
      "include/f/g.h": "",
      "src/b.h": "",
      "c/d.h": "",
      "src/e.h": "",
    });

    expect(edges.map(({ to }) => to)).toEqual(["src/b.h", "c/d.h", "include/f/g.h"]);
    expect(unresolved).toEqual([]);
  });

  it("resolves relative imports of Python files", async () => {
    const { edges } = await importsIn({
      "p/__init__.py": "",
      "p/a.py": "import os\nfrom . import b, name as other\nfrom .q.c import (x,\n  y)\nfrom .. import r\n",
      "p/b.py": "from . import (\n  a,  # a comment\n  gone,\n)\n",
      "p/q/c.py": "",
      "r/__init__.py": "",
    });

    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "p/a.py p/b.py",
      "p/a.py p/__init__.py",
      "p/a.py p/q/c.py",
      "p/a.py r/__init__.py",
      "p/b.py p/a.py",
      "p/b.py p/__init__.py",
    ]);
  });

  it("takes binary files and broken source as modules without imports", async () => {
    const { modules, edges } = await importsIn({ "a.js": '\u0000import "./b.js"', "b.js": '"`/* import "./a.js"' });

    expect(modules).toBe(2);
    expect(edges).toEqual([]);
  });
});
