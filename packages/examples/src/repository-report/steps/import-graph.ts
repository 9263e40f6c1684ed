import { posix } from "node:path";
import { cIncludes } from "../imports/c-includes.ts";
import type { FoundImport, ImportKind } from "../imports/found-import.ts";
import { javaScriptImports } from "../imports/javascript-imports.ts";
import { pythonImports } from "../imports/python-imports.ts";
import { type FilesToRead, mapFiles, type ReadingContext } from "../reading/map-files.ts";
import { readText } from "../reading/read-text.ts";

/** A module that imports another one of the folder. */
export interface ImportEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: ImportKind;
}

/** Which modules import which. */
export interface ImportGraph {
  /** Files of a language whose imports are known. */
  readonly modules: number;
  readonly edges: readonly ImportEdge[];
  /** Imports that should lead to a file of the folder, and lead to none. */
  readonly unresolved: readonly { readonly from: string; readonly specifier: string }[];
}

type ImportFinder = (path: string, source: string) => readonly FoundImport[];

const finders: ReadonlyMap<string, ImportFinder> = new Map([
  ...[".cjs", ".cts", ".js", ".jsx", ".mjs", ".mts", ".ts", ".tsx"].map((end) => [end, javaScriptImports] as const),
  ...[".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx"].map((end) => [end, cIncludes] as const),
  ...[".py", ".pyi"].map((end) => [end, pythonImports] as const),
]);

/** Resolves the relative imports of JavaScript, TypeScript, C, C++ and Python files, in the first mebibyte of each. */
export async function resolveImports({ folder, files }: FilesToRead, context: ReadingContext): Promise<ImportGraph> {
  const paths: ReadonlySet<string> = new Set(files.map(({ path }) => path));
  const modules = files.filter(({ path }) => finders.has(posix.extname(path)));

  const { results } = await mapFiles({ folder, files: modules }, context, async ({ path }, fullPath) => {
    const file = await readText(fullPath, context.signal);
    const found = file === null ? [] : (finders.get(posix.extname(path))?.(path, file.text) ?? []);
    return found.map(({ specifier, kind, isLocal, candidates }) => ({
      from: path,
      to: candidates.find((candidate) => paths.has(candidate)),
      kind,
      specifier,
      isLocal,
    }));
  });

  const edges = new Map<string, ImportEdge>();
  const unresolved: { from: string; specifier: string }[] = [];
  for (const { from, to, kind, specifier, isLocal } of results.flat()) {
    if (to === undefined && isLocal) unresolved.push({ from, specifier });
    if (to !== undefined) edges.set(JSON.stringify([from, to, kind]), { from, to, kind });
  }
  return { modules: modules.length, edges: [...edges.values()], unresolved };
}
