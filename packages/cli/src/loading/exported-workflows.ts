import type { AnyWorkflow } from "stepspan";
import type { Exports } from "./import-file.ts";

/** A workflow, and the names under which its file exports it; one of them may be "default". */
export interface ExportedWorkflow {
  readonly workflow: AnyWorkflow;
  readonly exportedAs: readonly string[];
}

/** The workflows among the exports of a file, each of them once. */
export function exportedWorkflows(exports: Exports): readonly ExportedWorkflow[] {
  const names = new Map<AnyWorkflow, string[]>();
  for (const [name, value] of Object.entries(exports)) {
    if (!isWorkflow(value)) continue;
    const known = names.get(value);
    if (known === undefined) names.set(value, [name]);
    else known.push(name);
  }
  return Array.from(names, ([workflow, exportedAs]) => ({ workflow, exportedAs }));
}

/** By what it can do: the file may have another copy of the library. */
function isWorkflow(value: unknown): value is AnyWorkflow {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "name") === "string" &&
    typeof Reflect.get(value, "toMermaid") === "function" &&
    "plan" in value
  );
}
