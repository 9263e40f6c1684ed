import type { ReadMode } from "@stepspan/engine";
import type { CallNode, FunctionNode, SyntaxNode } from "./syntax.ts";

/** A call that reads, or may read, one step; see SourceRead. */
export interface ReadSite {
  readonly name: string;
  readonly by: "stepSpan" | "getData";
  readonly path: readonly string[];
  readonly mode: ReadMode | null;
  readonly callee: string | null;
  readonly chosen: boolean;
}

/** A function handed to a call, and what decides how often it is called; null: the call decides, and it is unknown. */
export interface Callback {
  readonly body: FunctionNode;
  readonly steeredBy: readonly SyntaxNode[] | null;
}

/** What a walk through a lambda finds. A node that is walked through several times is found once. */
export interface Findings {
  readonly sites: Map<CallNode, readonly ReadSite[]>;
  /** Names of steps that are no constants. */
  readonly computedNames: Set<SyntaxNode>;
  /** First arguments, other than constants, of functions from outside. */
  readonly outsideArguments: Set<SyntaxNode>;
  /** What decides how often a loop runs. */
  readonly loopHeads: Set<SyntaxNode>;
  readonly callbacks: Map<SyntaxNode, Callback>;
  /** The functions inside of which reads stand. */
  readonly readers: Set<FunctionNode>;
  branches: boolean;
  escapes: boolean;
  readsExported: boolean;
}

export function createFindings(): Findings {
  return {
    sites: new Map(),
    computedNames: new Set(),
    outsideArguments: new Set(),
    loopHeads: new Set(),
    callbacks: new Map(),
    readers: new Set(),
    branches: false,
    escapes: false,
    readsExported: false,
  };
}

/** Tells reads on a way apart: by what is read, and by the function that may or may not be `stepSpan`. */
export function readIdOf({ callee, by, name }: ReadSite): string {
  return `${callee ?? ""}:${by}:${name}`;
}
