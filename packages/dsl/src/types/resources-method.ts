import type { MadeOf, PerRun } from "@stepspan/engine";
import type { DeclaredTypes, WithResources } from "./declared-types.ts";
import type { StepType } from "./step-types.ts";
import type { Workflow } from "./workflow.ts";
import type { InputTypes, OutputTypes } from "./workflow-types.ts";

/** What `.resources` is; the type parameters are those of the workflow. */
export interface ResourcesMethod<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes,
> {
  /**
   * Declares resources that a run must bring: `.resources<{ db: Db; log: Logger }>()`. It types `context.resources` of
   * the steps written after it, and adds to what was declared before.
   */
  resources<Further extends object>(): Workflow<Input, Output, Steps, WithResources<Declared, Further, Further>>;
  /**
   * Declares resources that runs have unless they bring their own: `.resources({ log: console })`. What `perRun` gives
   * is made for each run.
   *
   * @throws DefinitionError for names that are empty, taken, or such as `__proto__`
   */
  resources<Defaults extends object>(
    defaults: Defaults,
  ): Workflow<Input, Output, Steps, WithResources<Declared, MadeOf<Defaults>, {}>>;
  /**
   * Declares resources together with defaults for some of them: `.resources<{ db: Db; log: Logger }, "log">({ log })`.
   * A run must bring the others.
   *
   * @throws DefinitionError for names that are empty, taken, or such as `__proto__`
   */
  resources<Further extends object, Given extends keyof Further = keyof Further>(
    defaults: DefaultsFor<Pick<Further, Given>>,
  ): Workflow<Input, Output, Steps, WithResources<Declared, Further, Omit<Further, Given>>>;
}

type DefaultsFor<Resources> = { readonly [Name in keyof Resources]: Resources[Name] | PerRun<Resources[Name]> };
