import type { StepContext } from "@stepspan/engine";
import type { DeclaredTypes } from "./declared-types.ts";

/**
 * What a `run` function of a workflow gets as its second argument, with the types of the state and of the resources
 * that the workflow declares: for a function that stands on its own, and is the `run` of steps written after it.
 *
 * ```ts
 * const orders = workflow("orders", { state }).resources<{ db: Db }>();
 *
 * function ship({ id }: { id: string }, context: ContextOf<typeof orders>) {
 *   return context.resources.require("db").ship(id);
 * }
 *
 * const shipping = orders.step("ship", { params: { id: ({ input }) => input.id }, run: ship });
 * ```
 *
 * @typeParam Built the type of the workflow as it is before the step: with the step it would be part of its own type
 */
export type ContextOf<Built extends WithDeclared> = StepContext<NonNullable<Built["~types"]>["declared"]>;

interface WithDeclared {
  readonly "~types"?: { readonly declared: DeclaredTypes };
}
