import { suggest } from "@stepspan/engine";
import { visibleText } from "@stepspan/engine/reading";
import type { AnyWorkflow } from "stepspan";
import { CommandError } from "../outcome/command-error.ts";
import { type ExportedWorkflow, exportedWorkflows } from "./exported-workflows.ts";
import { type Exports, importFile } from "./import-file.ts";

/** A file that exports workflows, and maybe the resources of their runs. */
export interface WorkflowFile {
  /** As it was given. */
  readonly path: string;
  readonly workflows: readonly ExportedWorkflow[];
  /** What it exports as `resources`; empty if it does not. */
  readonly resources: object;
}

/** @throws CommandError if it cannot be imported, exports no workflow, or resources that are no object */
export async function loadWorkflowFile(path: string): Promise<WorkflowFile> {
  const exports = await importFile(path);
  const workflows = exportedWorkflows(exports);
  if (workflows.length === 0) {
    throw new CommandError(
      `${JSON.stringify(path)} exports no workflow. Export one: export const report = workflow("report").step(…).`,
    );
  }
  return { path, workflows, resources: resourcesOf(path, exports) };
}

/**
 * The workflow of a name: its own or that of its export. Without a name the default export, or the only one.
 *
 * @throws CommandError that lists them, if it is not clear which one is meant
 */
export function chosenWorkflow({ path, workflows }: WorkflowFile, name: string | undefined): AnyWorkflow {
  const found = name === undefined ? unnamed(workflows) : named(workflows, name);
  if (found.length === 1) return found[0]!.workflow; // there is one
  const list = workflows.map(listed).join(", ");
  if (name !== undefined && found.length === 0) {
    const names = workflows.flatMap(({ workflow, exportedAs }) => [workflow.name, ...exportedAs]);
    throw new CommandError(
      `${JSON.stringify(path)} exports no workflow ${quoted(name)}.${visibleText(suggest(name, names))} It exports ${list}.`,
    );
  }
  if (name !== undefined) {
    throw new CommandError(
      `${JSON.stringify(path)} exports several workflows named ${quoted(name)}. Give the name of the export: ${found.map(({ exportedAs }) => exportedAs.join(" or ")).join(", ")}.`,
    );
  }
  throw new CommandError(
    `${JSON.stringify(path)} exports several workflows and no default: ${list}. Name one of them after the file.`,
  );
}

/** Those that an engine can find by their names: of several of one name only the first. @param first goes before all others */
export function workflowsByName({ workflows }: WorkflowFile, first?: AnyWorkflow): readonly AnyWorkflow[] {
  const byName = new Map<string, AnyWorkflow>(first === undefined ? [] : [[first.name, first]]);
  for (const { workflow } of workflows) if (!byName.has(workflow.name)) byName.set(workflow.name, workflow);
  return [...byName.values()];
}

function unnamed(workflows: readonly ExportedWorkflow[]): readonly ExportedWorkflow[] {
  const usual = workflows.filter(({ exportedAs }) => exportedAs.includes("default"));
  return usual.length === 1 ? usual : workflows;
}

function named(workflows: readonly ExportedWorkflow[], name: string): readonly ExportedWorkflow[] {
  const byOwnName = workflows.filter(({ workflow }) => workflow.name === name);
  return byOwnName.length === 1 ? byOwnName : [...byOwnName, ...byExport(workflows, name)];
}

function byExport(workflows: readonly ExportedWorkflow[], name: string): readonly ExportedWorkflow[] {
  return workflows.filter(({ workflow, exportedAs }) => exportedAs.includes(name) && workflow.name !== name);
}

function listed({ workflow, exportedAs }: ExportedWorkflow): string {
  const others = exportedAs.filter((name) => name !== workflow.name && name !== "default");
  return others.length === 0 ? quoted(workflow.name) : `${quoted(workflow.name)} (${others.join(", ")})`;
}

function quoted(name: string): string {
  return visibleText(JSON.stringify(name));
}

function resourcesOf(path: string, { resources = {} }: Exports): object {
  if (typeof resources === "object" && resources !== null) return resources;
  throw new CommandError(
    `${JSON.stringify(path)} exports as resources what is no object. Export the live objects of its runs by their names: export const resources = { database }.`,
  );
}
