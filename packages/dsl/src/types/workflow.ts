import type { Plan } from "@stepspan/engine";
import type { WorkflowConfig } from "../config/workflow-config.ts";
import type { DeclaredTypes } from "./declared-types.ts";
import type { LoopMethod } from "./loop-method.ts";
import type { MapMethod } from "./map-method.ts";
import type { OnMethod } from "./on-method.ts";
import type { RaceMethod } from "./race-method.ts";
import type { ResourcesMethod } from "./resources-method.ts";
import type { Scope } from "./scope.ts";
import type { StepMethod } from "./step-method.ts";
import type { OutputsOf, StepType } from "./step-types.ts";
import type { SubflowMethod } from "./subflow-method.ts";
import type { WaitMethods } from "./wait-methods.ts";
import type { InputTypes, OutputAfterReturns, OutputTypes, ReturnsValue } from "./workflow-types.ts";

/**
 * A named set of steps. It never changes: every method returns a new workflow.
 *
 * @typeParam Input what goes in
 * @typeParam Output what comes out
 * @typeParam Steps its steps, as a union
 * @typeParam Declared its state and its resources
 */
export interface Workflow<
  out Input extends InputTypes,
  out Output extends OutputTypes,
  out Steps extends StepType,
  out Declared extends DeclaredTypes = DeclaredTypes,
> extends StepMethod<Input, Output, Steps, Declared>,
    MapMethod<Input, Output, Steps, Declared>,
    LoopMethod<Input, Output, Steps, Declared>,
    RaceMethod<Input, Output, Steps, Declared>,
    WaitMethods<Input, Output, Steps, Declared>,
    OnMethod<Input, Output, Steps, Declared>,
    SubflowMethod<Input, Output, Steps, Declared>,
    ResourcesMethod<Input, Output, Steps, Declared> {
  readonly name: string;
  /** The checked plan; made when it is first asked for. */
  readonly plan: Plan;
  /**
   * A short text that changes with the definition: its steps, edges, options and constants, the sources of its lambdas
   * and its sub-workflows. White space and comments in lambdas, the order of the steps, `run` functions, schemas and
   * what lambdas close over do not count.
   */
  readonly fingerprint: string;
  /** The steps and what they wait for, as a graphology graph: a copy, made anew at each access. */
  readonly graph: Plan["graph"];
  /** Draws the graph as a Mermaid flowchart. */
  toMermaid(): string;
  /** Draws the graph in the language of Graphviz. */
  toDot(): string;
  /** Draws the graph as an SVG of its own, in light and dark colours. */
  toSvg(): string;
  /**
   * Writes the workflow as plain JSON, from which `workflowFromConfig` builds it again: with names in place of
   * functions, schemas and resources. A function has the name that it was declared with, a schema that of its place,
   * for example `fetch.input`.
   *
   * @throws DefinitionError that lists all that JSON cannot hold and that has no name
   */
  toConfig(): WorkflowConfig;
  /**
   * Says what the workflow returns. Without it that is the output of the last step that is not `always`, or null if
   * that step did not succeed in a run that did.
   *
   * @throws DefinitionError if it was said before, or if the lambda reads a step that is not there
   */
  returns<Lambda extends (scope: Scope<Input["parsed"], Steps>) => ReturnsValue<Output>>(
    lambda: Lambda,
  ): Workflow<Input, OutputAfterReturns<Output, ReturnType<Lambda>>, Steps, Declared>;
  /** Never there at run time: it only carries the types. */
  readonly "~types"?: {
    readonly input: Input["given"];
    readonly output: Output["result"];
    readonly outputs: [Steps] extends [infer Known extends StepType] ? OutputsOf<Known> : never;
    readonly resources: Declared["needed"];
    readonly declared: Declared;
    readonly child: Input["child"];
  };
}

/** Any workflow, for building in a loop: its names are checked at run time, and its outputs are unknown. */
export type AnyWorkflow = Workflow<InputTypes, OutputTypes, StepType>;
