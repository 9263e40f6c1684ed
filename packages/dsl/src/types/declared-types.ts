import type { AnyValues, ContextTypes } from "@stepspan/engine";
import type { OutputOf } from "./schemas.ts";

/**
 * What a workflow declares besides its input and its output.
 *
 * @typeParam State the values of its state
 * @typeParam FlowState the values of its flow state; null if it has none
 * @typeParam Resources its resources
 * @typeParam Needed those of them that a run must bring
 * @typeParam Named those that it declares; `Resources` are any others if it declares none
 */
export interface DeclaredTypes<
  out State extends object = AnyValues,
  out FlowState extends object | null = AnyValues | null,
  out Resources extends object = AnyValues,
  out Needed extends object = object,
  out Named extends object = object,
> extends ContextTypes {
  readonly state: State;
  readonly flowState: FlowState;
  readonly resources: Resources;
  readonly needed: Needed;
  readonly named: Named;
}

/** What a new workflow declares. */
export type DeclaredBy<StateSchema, FlowStateSchema> = DeclaredTypes<
  [StateSchema] extends [never] ? AnyValues : ValuesOf<OutputOf<StateSchema>>,
  [FlowStateSchema] extends [never] ? null : ValuesOf<OutputOf<FlowStateSchema>>,
  AnyValues,
  {},
  {}
>;

/** What a workflow declares once it has further resources, of which a run must bring those in `Needed`. */
export type WithResources<Declared extends DeclaredTypes, Resources extends object, Needed> = DeclaredTypes<
  Declared["state"],
  Declared["flowState"],
  ValuesOf<Declared["named"] & Resources>,
  ValuesOf<Declared["needed"] & Needed>,
  ValuesOf<Declared["named"] & Resources>
>;

/** The keys of a type, without its name: only then it is a record of unknown values to the compiler. */
export type ValuesOf<Values> = { [Key in keyof Values]: Values[Key] };
