import type { Lambda, LambdaScope, Parameter, Runnable, StepBody, StepDefinition, StepForm } from "@stepspan/engine";
import { z } from "zod";
import { lambdaOf, parameterOf, stepOf, workflowOf } from "../../../support/definitions.ts";
import { digest, modulus, numbers } from "../cases/digest.ts";
import type { BodyCase, EventData, FlowCase, FormCase, ReadCase, StepCase, SubflowCase } from "../cases/form-case.ts";
import { eventNamed } from "./events.ts";
import { runScript } from "./run-script.ts";

/** What every workflow of these gets, and every body. */
export interface Parameters {
  readonly p: number;
  readonly depth: number;
}

/** The workflow that the data describes; its bodies are in the hands of the life that the resources name. */
export function workflowOfFlow({ name, steps, failFast, timeoutMs, returns }: FlowCase): Runnable {
  return workflowOf(steps.map(stepOfCase), {
    name,
    failFast,
    timeoutMs,
    flowState: z.looseObject({}),
    returns: returns === null ? null : lambdaOf((scope) => sumOf(returns, scope), ...declared(returns)),
  });
}

function stepOfCase(step: StepCase): StepDefinition {
  const { guard, attempts, delayMs, reads, form, ...options } = step;
  const isEven = (sum: number) => sum % 2 === 0;
  return stepOf(step.name, {
    ...options,
    when: guard === null ? null : lambdaOf((scope) => isEven(sumOf(guard, scope)), ...declared(guard)),
    params: "body" in form ? paramsOf(reads, form.kind) : [],
    retry: { attempts, delayMs },
    form: formOf(step, form),
  });
}

function paramsOf(reads: readonly ReadCase[], kind: FormCase["kind"]): readonly Parameter[] {
  const p = (scope: LambdaScope) => (inputOf(scope).p + sumOf(reads, scope) + ofUnit(scope, kind)) % modulus;
  const depth = (scope: LambdaScope) => (kind === "on" ? (scope.event as EventData).depth : inputOf(scope).depth); // it takes no others
  return [parameterOf("p", lambdaOf(p, ...declared(reads))), parameterOf("depth", lambdaOf(depth))];
}

/** What an item, an iteration or an event adds to the parameter. */
function ofUnit({ item, iteration, previous, event }: LambdaScope, kind: FormCase["kind"]): number {
  if (kind === "map") return digest(item);
  if (kind === "loop") return (iteration ?? 0) + digest(previous);
  return kind === "on" ? digest(event) : 0;
}

function formOf(step: StepCase, form: FormCase): StepForm {
  switch (form.kind) {
    case "single":
      return { kind: "single", body: bodyOf(step, form.body) };
    case "map":
      return { kind: "map", body: bodyOf(step, form.body), over: overOf(form), concurrency: form.concurrency };
    case "loop": {
      const { maxIterations, stopAt, untilReads } = form;
      const until = lambdaOf((scope) => isDone(scope, stopAt, untilReads), ...declared(untilReads));
      return { kind: "loop", body: bodyOf(step, form.body), until, maxIterations };
    }
    case "on": {
      const { concurrency, capacity } = form;
      return { kind: "on", body: bodyOf(step, form.body), event: eventNamed("turn"), concurrency, capacity };
    }
    case "wait": {
      const where = form.event === "picky" ? (data: unknown) => (data as EventData).key !== "wrong" : null; // all events are such
      return { kind: "wait", event: eventNamed(form.event), where, timeoutMs: form.timeoutMs };
    }
    case "race":
      return { kind: "race", of: form.of };
    case "sleep":
      return { kind: "sleep", durationMs: form.ms };
    default:
      return form satisfies never;
  }
}

function overOf({ items, overReads }: Extract<FormCase, { kind: "map" }>): Lambda {
  const over = (scope: LambdaScope) => {
    const sum = sumOf(overReads, scope);
    return items?.map((item) => (item + sum) % modulus) ?? "no list";
  };
  return lambdaOf(over, ...declared(overReads));
}

function isDone(scope: LambdaScope, stopAt: number, reads: readonly ReadCase[]): boolean {
  const sum = digest(scope.output) + sumOf(reads, scope);
  return scope.iteration === stopAt || sum % 5 === 0;
}

function bodyOf(step: StepCase, body: BodyCase): StepBody {
  if (body.kind === "script") return { kind: "function", run: runScript(step.name, body), collect: null };
  const { captures, ownFlowState, writesBack, flow } = body;
  const add =
    (key: string) =>
    (draft: Record<string, unknown>, { output }: { readonly output: unknown }) => {
      draft[key] = digest(output) + 1 + ((draft[key] as number | undefined) ?? 0); // the states of these workflows hold numbers
    };
  return {
    kind: "workflow",
    subflow: {
      plan: workflowOfFlow(flow).plan,
      captureState: captures.length === 0 ? null : captureOf(captures),
      captureFlowState: ownFlowState ? () => ({}) : null,
      captureResources: new Map([["life", "life"]]),
      writeBackState: writesBack ? add(`b:${step.name}`) : null,
      writeBackFlowState: writesBack ? add("back") : null,
      output: outputOf(step, body),
    },
  };
}

/** Turns of `on` steps are marked: their order is a matter of luck. */
function outputOf({ form }: StepCase, { mapsOutput }: SubflowCase) {
  if (form.kind === "on") return ({ output }: { readonly output: unknown }) => ({ turn: digest(output) });
  return mapsOutput ? ({ output }: { readonly output: unknown }) => (digest(output) + 1) % modulus : null;
}

function captureOf(keys: readonly string[]) {
  return (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(keys.filter((key) => key in values).map((key) => [`c:${key}`, values[key]]));
}

function inputOf({ input }: LambdaScope): Parameters {
  return input as Parameters; // every run of these workflows gets such
}

function declared(reads: readonly ReadCase[]) {
  return reads.flatMap(({ step, mode, known }) => (known === "required" ? [{ step, mode }] : []));
}

function sumOf(reads: readonly ReadCase[], scope: LambdaScope): number {
  return reads.reduce((sum, read) => sum + numberOfRead(read, scope), 0) % modulus;
}

function numberOfRead({ step, mode }: ReadCase, { stepSpan }: LambdaScope): number {
  if (mode === "plain") return digest(stepSpan(step).output);
  if (mode === "default") {
    const span = stepSpan(step, { default: null });
    return span === null ? numbers.noOutput : digest(span.output);
  }
  const span = stepSpan(step, { settled: true });
  return span.status === "succeeded" ? digest(span.output) : numbers[span.status];
}
