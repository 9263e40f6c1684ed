import type { NodeOf, SyntaxNode } from "./syntax.ts";
import type { Walk } from "./walk.ts";

export type Visit<Type extends SyntaxNode["type"]> = (walk: Walk, node: NodeOf<Type>, below: readonly string[]) => void;

/** How to walk through the nodes of each type; what is missing is walked through child by child. */
export type Visits = { readonly [Type in SyntaxNode["type"]]?: Visit<Type> };
