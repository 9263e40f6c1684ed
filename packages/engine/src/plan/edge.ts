import type { ReadMode } from "../context/lambda-scope.ts";
import type { Certainty, DependencyKind } from "../spans/certainty.ts";

/** A dependency of the step `to` on the step `from`. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: DependencyKind;
  readonly certainty: Certainty;
  /** The parameter that reads; null for guards and order edges. */
  readonly parameter: string | null;
  /** The properties read below the span. */
  readonly path: readonly string[];
  /** How the span is asked for; null for order edges. */
  readonly mode: ReadMode | null;
  /** The option that makes an order edge; null for the other kinds. */
  readonly option: "dependsOn" | "skipWith" | "of" | null;
}
