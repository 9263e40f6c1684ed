import type { BodyCase, FlowCase, FormCase, ReadCase, StepCase } from "./form-case.ts";

const mark = { plain: "", default: "|null", settled: "!" } as const;

/** A workflow in a few lines, one for each step, those of sub-workflows further in. */
export function printFlow({ steps, failFast, timeoutMs, returns }: FlowCase, indent = ""): string {
  const parts = [`failFast ${failFast}`, timeoutMs !== null && `timeout ${timeoutMs}`];
  const end = returns === null ? [] : [`${indent}  returns ${printReads(returns)}`];
  return [indent + together(parts), ...steps.map((step) => printStep(step, `${indent}  `)), ...end].join("\n");
}

function printStep(step: StepCase, indent: string): string {
  const parts = [
    step.name,
    step.always && "always",
    step.continueOnError && "tolerated",
    step.dependsOn.length > 0 && `after ${step.dependsOn.join(",")}`,
    step.guard !== null && `when even ${printReads(step.guard)}`,
    step.reads.length > 0 && `reads ${printReads(step.reads)}`,
    step.attempts > 1 && `attempts ${step.attempts} ${step.delayMs}`,
    step.timeoutMs !== null && `timeout ${step.timeoutMs}`,
    printForm(step.form, indent),
  ];
  return indent + together(parts);
}

function printForm(form: FormCase, indent: string): string {
  switch (form.kind) {
    case "single":
      return printBody(form.body, indent);
    case "map": {
      const over = `${JSON.stringify(form.items)} + (${printReads(form.overReads)})`;
      return `map ${over} by ${form.concurrency} ${printBody(form.body, indent)}`;
    }
    case "loop": {
      const until = `${form.stopAt} or (${printReads(form.untilReads)})`;
      return `loop ${form.maxIterations} until ${until} ${printBody(form.body, indent)}`;
    }
    case "on":
      return `on by ${form.concurrency} of ${form.capacity} ${printBody(form.body, indent)}`;
    case "race":
      return `race of ${form.of.join(",")}`;
    case "wait":
      return `wait ${form.event} ${form.timeoutMs ?? ""}`;
    case "sleep":
      return `sleep ${form.ms}`;
    default:
      return form satisfies never;
  }
}

function printBody(body: BodyCase, indent: string): string {
  if (body.kind === "script") {
    const { actions, ...rest } = body.script;
    const acts = actions.map(({ do: name, ...more }) => [name, ...Object.values(more)].join(" "));
    return `does [${acts.join("; ")}] ${JSON.stringify(rest)} reads ${body.stateKeys.join(",")}`;
  }
  const { flow, captures, ownFlowState, writesBack, mapsOutput } = body;
  const crossing = together([
    captures.length > 0 && `captures ${captures.join(",")}`,
    ownFlowState && "own flow state",
    writesBack && "writes back",
    mapsOutput && "maps its output",
  ]);
  return `runs ${crossing}\n${printFlow(flow, `${indent}  `)}`;
}

/** `-`: unknown beforehand; `!` settled. */
function printReads(reads: readonly ReadCase[]): string {
  return reads.map(({ step, mode, known }) => step + mark[mode] + (known === "unknown" ? "-" : "")).join(" + ");
}

function together(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(" ");
}
