import { posix } from "node:path";
import type { FoundImport } from "./found-import.ts";

const quotedInclude = /^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"/gm;

/** The includes in quotes of a C or C++ file, relative to it. */
export function cIncludes(path: string, source: string): readonly FoundImport[] {
  return Array.from(source.matchAll(quotedInclude), ([, specifier = ""]) => ({
    specifier,
    kind: "static",
    candidates: [posix.join(posix.dirname(path), specifier)],
  }));
}
