import { answerOf, digest, modulus, shown } from "../cases/digest.ts";
import type { FormCase, StepCase } from "../cases/form-case.ts";
import { type Frame, readAll } from "./flow-frame.ts";
import { interpretUnit } from "./interpret-unit.ts";
import type { Ending } from "./world.ts";

/** Contract section 6, and then the form of the step. */
export function interpretStep(frame: Frame, step: StepCase): Ending {
  const ending = endingOf(frame, step);
  // A single step is its own unit, which has told how it ended.
  frame.world.note(frame.prefix + step.name, describe(ending));
  return ending;
}

/** How a step ended, in words. */
export function describe({ status, output, usage }: Ending): string {
  return `${status}${status === "succeeded" ? ` with ${shown(output)}` : ""}, usage ${usage}`;
}

export const skipped: Ending = { status: "skipped", output: undefined, isLost: false, usage: 0 };
export const lost: Ending = { ...skipped, isLost: true };

export function failed({ continueOnError }: StepCase, usage = 0): Ending {
  return { status: "failed", output: undefined, isLost: !continueOnError, usage };
}

export function succeeded(output: unknown, usage: number): Ending {
  return { status: "succeeded", output, isLost: false, usage };
}

function endingOf(frame: Frame, step: StepCase): Ending {
  const isLost = (name: string) => frame.endings.get(name)!.isLost; // it is an earlier step
  if (!step.always && step.dependsOn.some(isLost)) return lost;
  if (step.guard !== null) {
    const guard = readAll(frame, step.guard, step.always);
    if (guard.kind === "lost") return lost;
    if (guard.kind === "threw") return failed(step);
    if (guard.sum % 2 !== 0) return skipped;
  }
  return interpretForm(frame, step, step.form);
}

function interpretForm(frame: Frame, step: StepCase, form: FormCase): Ending {
  const path = frame.prefix + step.name;
  switch (form.kind) {
    case "single":
      return interpretUnit(frame, step, { path, body: form.body, own: 0 });
    case "map":
      return interpretMap(frame, step, form);
    case "loop":
      return interpretLoop(frame, step, form);
    case "on":
      return interpretTurns(frame, step, form);
    case "wait":
      if (form.event === "never") return failed(step);
      return succeeded({ value: answerOf(form.event, path, 1) }, 0);
    case "sleep":
      return succeeded(null, 0);
    case "race":
      throw new Error("The outcome of a race depends on time.");
    default:
      return form satisfies never;
  }
}

function interpretMap(frame: Frame, step: StepCase, form: Extract<FormCase, { kind: "map" }>): Ending {
  const over = readAll(frame, form.overReads, step.always);
  if (over.kind === "lost") return lost;
  if (over.kind === "threw" || form.items === null) return failed(step);
  const items = form.items.map((item, index) =>
    noted(frame, step, `[${index}]`, { body: form.body, own: (item + over.sum) % modulus }),
  );
  return together(step, items);
}

function interpretLoop(frame: Frame, step: StepCase, form: Extract<FormCase, { kind: "loop" }>): Ending {
  let previous: unknown = null;
  let usage = 0;
  for (let iteration = 1; ; iteration++) {
    const ending = noted(frame, step, `#${iteration}`, { body: form.body, own: iteration + digest(previous) });
    usage += ending.usage;
    if (ending.status === "failed") return failed(step, usage);
    if (ending.status === "skipped") return { ...lost, usage };
    const until = readAll(frame, form.untilReads, step.always);
    if (until.kind === "lost") return { ...lost, usage };
    if (until.kind === "threw") return failed(step, usage);
    previous = ending.output;
    const isDone = iteration === form.stopAt || (digest(previous) + until.sum) % 5 === 0;
    if (isDone || iteration === form.maxIterations) return succeeded(previous, usage);
  }
}

function interpretTurns(frame: Frame, step: StepCase, form: Extract<FormCase, { kind: "on" }>): Ending {
  const turns: Ending[] = [];
  // A turn may send further events.
  for (let index = 0; index < frame.turns.length; index++) {
    const { value, depth } = frame.turns[index]!;
    turns.push(noted(frame, step, `[${index}]`, { body: form.body, own: value, depth }));
  }
  return together(step, turns);
}

/** Items of a map, or turns of an `on` step. */
function together(step: StepCase, items: readonly Ending[]): Ending {
  const usage = items.reduce((sum, item) => sum + item.usage, 0);
  if (items.some((item) => item.status === "skipped")) return { ...lost, usage };
  if (items.some((item) => item.status === "failed" && item.isLost)) return failed(step, usage);
  const outcome = ({ status, output }: Ending) => (status === "succeeded" ? { status, output } : { status });
  return succeeded(
    items.map((item) => (step.continueOnError ? outcome(item) : item.output)),
    usage,
  );
}

function noted(
  frame: Frame,
  step: StepCase,
  suffix: string,
  unit: Omit<Parameters<typeof interpretUnit>[2], "path">,
): Ending {
  const path = frame.prefix + step.name + suffix;
  const ending = interpretUnit(frame, step, { path, ...unit });
  frame.world.note(path, describe(ending));
  return ending;
}
