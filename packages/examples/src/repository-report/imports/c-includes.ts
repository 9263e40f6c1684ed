import { posix } from "node:path";
import type { FoundImport } from "./found-import.ts";

const quotedInclude = /^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm;

const usualFolders = ["", "include", "src"];

/** The includes in quotes of a C or C++ file: relative to it, or to a folder where compilers are often told to look. */
export function cIncludes(path: string, source: string): readonly FoundImport[] {
  return Array.from(source.matchAll(quotedInclude), ([, specifier = ""]) => ({
    specifier,
    kind: "static",
    isLocal: false,
    candidates: [posix.dirname(path), ...usualFolders].map((folder) => posix.join(folder, specifier)),
  }));
}
