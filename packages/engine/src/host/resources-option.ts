import type { PerRun } from "../resources/per-run.ts";

/**
 * The option `resources` of a run: it cannot be left out if the run cannot do without.
 *
 * @typeParam Needed those that the workflow declares and does not give itself
 * @typeParam Given those of the engine
 */
export type ResourcesOption<Needed extends object, Given extends object> =
  {} extends NeededOf<Needed, Given>
    ? { readonly resources?: GivenToRun<Needed, Given> }
    : { readonly resources: GivenToRun<Needed, Given> };

/** The types of resources by the types of what was given for them. */
export type MadeOf<Given extends object> = {
  readonly [Name in keyof Given]: MadeBy<Given[Name]>;
};

type MadeBy<Resource> = Resource extends PerRun<infer Made> ? Made : Resource;

/** Any others may come with them, for factories. The second member takes values of interfaces, which have no index. */
type GivenToRun<Needed extends object, Given extends object> =
  | (TypedByName<Needed, Given> & Readonly<Record<string, unknown>>)
  | TypedByName<Needed, Given>;

type TypedByName<Needed extends object, Given extends object> = NeededOf<Needed, Given> &
  Partial<Pick<GivenFor<Needed>, FittingNames<Needed, MadeOf<Given>>>>;

/** Those that the engine does not have, or has of another type. */
type NeededOf<Needed extends object, Given extends object> = Omit<
  GivenFor<Needed>,
  FittingNames<Needed, MadeOf<Given>>
>;

type GivenFor<Needed extends object> = {
  readonly [Name in keyof Needed]: Needed[Name] | PerRun<Needed[Name]>;
};

type FittingNames<Needed extends object, Made extends object> = {
  [Name in keyof Needed & keyof Made]: [Made[Name]] extends [Needed[Name]] ? Name : never;
}[keyof Needed & keyof Made];
