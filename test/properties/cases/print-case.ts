import type { Expression } from "./expression.ts";
import type { Behaviour, StepCase, WorkflowCase } from "./workflow-case.ts";

const knownMark = { required: "", conditional: "~", dynamic: "?", unknown: "-" } as const;
const modeMark = { plain: "", default: "|null", settled: "!" } as const;

/** A workflow in a few lines, one for each step. */
export function printCase({ steps, failFast, timeoutMs }: WorkflowCase): string {
  const head = `failFast ${failFast}${timeoutMs === null ? "" : `, timeout ${timeoutMs}`}`;
  return [head, ...steps.map((step) => `  ${printStep(step)}`)].join("\n");
}

function printStep(step: StepCase): string {
  const { retry, guard } = step;
  const parts = [
    step.name,
    step.always && "always",
    step.continueOnError && "tolerated",
    step.dependsOn.length > 0 && `after ${step.dependsOn.join(",")}`,
    step.skipWith.length > 0 && `skipWith ${step.skipWith.join(",")}`,
    guard !== null && `when ${guard.holds} ${printExpression(guard.value)}`,
    step.params.length > 0 && `params (${step.params.map(printExpression).join("; ")})`,
    retry.attempts > 1 && `attempts ${retry.attempts} ${retry.backoff} ${retry.delayMs}`,
    step.timeoutMs !== null && `timeout ${step.timeoutMs}`,
    step.queue !== null && `queue ${step.queue}`,
    step.priority !== 0 && `priority ${step.priority}`,
    step.estimateMs !== null && `estimate ${step.estimateMs}`,
    step.behaviours.length > 0 && `does ${step.behaviours.map(printBehaviour).join(", ")}`,
  ];
  return parts.filter((part) => part !== false).join(" ");
}

/** `~` conditional, `?` dynamic, `-` unknown, none for required; `!` settled. */
function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "throw":
      return "throw";
    case "read":
      return `${expression.step}${modeMark[expression.mode]}${knownMark[expression.known]}`;
    case "sum":
      return expression.terms.map(printExpression).join(" + ");
    case "choose": {
      const [by, even, odd] = [expression.by, expression.even, expression.odd].map(printExpression);
      return `(${by} is even ? ${even} : ${odd})`;
    }
    case "caught":
      return `try(${printExpression(expression.inner)})`;
    default:
      return expression satisfies never;
  }
}

function printBehaviour({ result, pace, onAbort }: Behaviour): string {
  const reaction = pace === "by hand" && onAbort !== "ignore" ? ` (${onAbort} on abort)` : "";
  return `${result}${result === "never" || pace === "by hand" ? "" : ` ${pace}`}${reaction}`;
}
