import { basename } from "node:path";
import type { ListedFile } from "../reading/map-files.ts";
import type { LanguageCount, LineCount } from "./count-lines.ts";
import type { Duplicates } from "./duplicate-files.ts";
import type { GitHistory } from "./git-history.ts";
import type { ImportCycle } from "./import-cycles.ts";
import type { ImportGraph } from "./import-graph.ts";
import type { Listing } from "./list-files.ts";
import type { TodoComments } from "./todo-comments.ts";

/** What the other steps found. */
export interface Findings {
  readonly folder: string;
  readonly listing: Listing;
  readonly lines: LineCount;
  readonly largest: readonly ListedFile[];
  readonly todos: TodoComments;
  readonly duplicates: Duplicates;
  /** Null without git. */
  readonly history: GitHistory | null;
  readonly imports: ImportGraph;
  readonly cycles: readonly ImportCycle[];
}

/** All that is said about a folder. */
export interface Report {
  readonly folder: string;
  readonly name: string;
  readonly isCheckout: boolean;
  readonly gitRefusal: string | null;
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
  readonly languages: readonly LanguageCount[];
  readonly binaryFiles: number;
  readonly links: number;
  readonly unreadable: readonly string[];
  readonly largest: readonly ListedFile[];
  readonly todos: TodoComments;
  readonly duplicates: Duplicates;
  readonly history: GitHistory | null;
  readonly modules: number;
  readonly imports: number;
  readonly unresolved: ImportGraph["unresolved"];
  readonly cycles: readonly ImportCycle[];
}

/** Joins the findings into one report. */
export function joinReport({ folder, listing, lines, imports, ...findings }: Findings): Report {
  return {
    ...findings,
    folder,
    name: basename(folder),
    isCheckout: listing.isCheckout,
    gitRefusal: listing.gitRefusal,
    files: listing.files.length,
    bytes: sumOf(listing.files.map(({ bytes }) => bytes)),
    lines: sumOf(lines.languages.map((language) => language.lines)),
    languages: lines.languages,
    binaryFiles: lines.binaryFiles,
    links: listing.links,
    unreadable: [...listing.unreadable, ...lines.unreadable].sort(),
    modules: imports.modules,
    imports: imports.edges.length,
    unresolved: imports.unresolved,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
