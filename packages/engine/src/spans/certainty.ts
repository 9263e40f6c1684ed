/**
 * When a dependency is waited for.
 * - `required`: read on every path of its lambda; waited for before the lambda is evaluated
 * - `conditional`: read on some path only; waited for when the evaluation reaches it
 * - `dynamic`: the source does not tell; waited for when the evaluation reaches it
 */
export type Certainty = "required" | "conditional" | "dynamic";

/** What makes one step depend on another: a parameter, a guard, or `dependsOn` / `skipWith`. */
export type DependencyKind = "data" | "guard" | "order";
