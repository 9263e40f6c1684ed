import { posix } from "node:path";
import type { FoundImport } from "./found-import.ts";

// The dots, the module after them, and the names: up to the end of the line or within parentheses.
const relativeImport = /^[ \t]*from[ \t]+(\.+)[ \t]*(\w[\w.]*)?[ \t]*\bimport[ \t]*(?:\(([^()]*)\)|([^#\n(]*))/gm;

/** The relative imports of a Python file: `from .module import name` and `from . import module`. */
export function pythonImports(path: string, source: string): readonly FoundImport[] {
  return [...source.matchAll(relativeImport)].flatMap(([, dots = "", module = "", inParentheses, onLine = ""]) => {
    const folder = posix.join(posix.dirname(path), ...Array.from(dots.slice(1), () => ".."));
    if (module !== "") return [importOf(dots + module, posix.join(folder, module.replaceAll(".", "/")))];
    return namesIn(inParentheses ?? onLine).map((name) => importOf(dots + name, posix.join(folder, name), folder));
  });
}

/** A name after `from . import` is a module or stands in the package itself. */
function importOf(specifier: string, target: string, packageFolder?: string): FoundImport {
  const packages = packageFolder === undefined ? [target] : [target, packageFolder];
  const candidates = [`${target}.py`, `${target}.pyi`, ...packages.map((folder) => posix.join(folder, "__init__.py"))];
  return { specifier, kind: "static", isLocal: true, candidates };
}

function namesIn(list: string): readonly string[] {
  const withoutComments = list.replace(/#.*/g, "");
  return withoutComments.split(",").flatMap((name) => name.match(/\w+/)?.slice(0, 1) ?? []);
}
