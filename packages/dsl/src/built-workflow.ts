import {
  createPlan,
  DefinitionError,
  graphSvg,
  type Lambda,
  type Plan,
  type PlanWarning,
  type WorkflowDefinition,
} from "@stepspan/engine";
import { placeOfWorkflow } from "./checks/place.ts";
import { shownValue } from "./checks/show-value.ts";
import { configOf } from "./config/config-of.ts";
import type { WorkflowConfig } from "./config/workflow-config.ts";
import { drawDot } from "./drawing/dot.ts";
import { drawMermaid } from "./drawing/mermaid.ts";
import type { Building } from "./forms/open-step.ts";
import { readLoop } from "./forms/read-loop.ts";
import { readMap } from "./forms/read-map.ts";
import { readOn } from "./forms/read-on.ts";
import { readRace } from "./forms/read-race.ts";
import { readSleep } from "./forms/read-sleep.ts";
import { readStep } from "./forms/read-step.ts";
import { readSubflow } from "./forms/read-subflow.ts";
import { readWait } from "./forms/read-wait.ts";
import { inferLambda } from "./inference.ts";
import type { StepList, WrittenStep } from "./step-list.ts";
import { withDefaults } from "./with-defaults.ts";
import type { WorkflowFrame } from "./workflow-frame.ts";

/** What `returns` said. */
interface WrittenReturns {
  readonly lambda: Lambda;
  readonly warnings: readonly PlanWarning[];
}

/** The workflow at run time; its types are those of `Workflow`. */
export class BuiltWorkflow {
  readonly name: string;
  readonly #frame: WorkflowFrame;
  readonly #steps: StepList;
  readonly #returns: WrittenReturns | null;
  #plan: Plan | null = null;

  constructor(frame: WorkflowFrame, steps: StepList, returns: WrittenReturns | null) {
    this.name = frame.name;
    this.#frame = frame;
    this.#steps = steps;
    this.#returns = returns;
    Object.freeze(this);
  }

  get plan(): Plan {
    this.#plan ??= createPlan(this.#definition());
    return this.#plan;
  }

  get fingerprint(): string {
    return this.plan.fingerprint;
  }

  get graph(): Plan["graph"] {
    return this.plan.graph;
  }

  toMermaid(): string {
    return drawMermaid(this.plan);
  }

  toDot(): string {
    return drawDot(this.plan);
  }

  toSvg(): string {
    return graphSvg(this.plan);
  }

  toConfig(): WorkflowConfig {
    return configOf(this.plan);
  }

  step(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readStep(this.#building(), name, options));
  }

  map(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readMap(this.#building(), name, options));
  }

  loop(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readLoop(this.#building(), name, options));
  }

  race(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readRace(this.#building(), name, options));
  }

  wait(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readWait(this.#building(), name, options));
  }

  sleep(name: unknown, duration: unknown, options?: unknown): BuiltWorkflow {
    return this.#with(readSleep(this.#building(), name, duration, options));
  }

  on(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readOn(this.#building(), name, options));
  }

  subflow(name: unknown, options: unknown): BuiltWorkflow {
    return this.#with(readSubflow(this.#building(), name, options));
  }

  resources(defaults: unknown = {}): BuiltWorkflow {
    const resources = withDefaults(this.name, this.#frame.resources, defaults);
    return new BuiltWorkflow(Object.freeze({ ...this.#frame, resources }), this.#steps, this.#returns);
  }

  returns(lambda: unknown): BuiltWorkflow {
    const place = placeOfWorkflow(this.name);
    if (this.#returns !== null) throw new DefinitionError(`${place} has returns already. Write it once.`);
    if (typeof lambda !== "function") {
      throw new DefinitionError(`${place} got ${shownValue(lambda)} as returns. Give a lambda.`);
    }
    const where = { workflow: this.name, step: null, parameter: null, always: false };
    const returns = inferLambda(lambda as (scope: never) => unknown, where, this.#steps); // it takes the scope of a lambda
    return new BuiltWorkflow(this.#frame, this.#steps, returns);
  }

  #building(): Building {
    return { frame: this.#frame, earlier: this.#steps };
  }

  #with(step: WrittenStep): BuiltWorkflow {
    return new BuiltWorkflow(this.#frame, this.#steps.with(step), this.#returns);
  }

  #definition(): WorkflowDefinition {
    const written = this.#steps.written();
    return Object.freeze({
      ...this.#frame,
      steps: Object.freeze(written.map((step) => step.definition)),
      returns: Object.freeze(this.#returns?.lambda ?? null),
      warnings: Object.freeze([...written.flatMap((step) => step.warnings), ...(this.#returns?.warnings ?? [])]),
    });
  }
}
