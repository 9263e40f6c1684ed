import type { FunctionNode, SyntaxNode } from "./syntax.ts";

/** Where the value of a variable comes from. */
export type Origin =
  /** The argument that the lambda is called with. */
  | { readonly type: "scope" }
  | { readonly type: "value"; readonly node: SyntaxNode }
  /** A destructured property; a node is a computed key. */
  | { readonly type: "property"; readonly of: Origin; readonly key: string | SyntaxNode }
  /** What a rest pattern collects. */
  | { readonly type: "rest"; readonly of: Origin }
  /** One element of something iterated. */
  | { readonly type: "element"; readonly of: Origin }
  /** A parameter of a function inside the lambda. */
  | { readonly type: "parameter"; readonly of: FunctionNode; readonly index: number }
  | { readonly type: "unknown" };

export const unknownOrigin: Origin = { type: "unknown" };
