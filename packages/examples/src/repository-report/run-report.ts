import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEngine, type Run, RunError } from "stepspan";
import { escapeControl } from "./terminal/escape-control.ts";
import { ganttTable } from "./terminal/gantt-table.ts";
import { createProgressView, type Screen } from "./terminal/progress-view.ts";
import { reportText } from "./terminal/report-text.ts";
import type { Style } from "./terminal/style.ts";
import { repositoryReport } from "./workflow.ts";

const widthOfNoTerminal = 100;

/** Where a report is shown, and what stops it. */
export interface ReportOptions {
  readonly screen: Screen;
  readonly style: Style;
  readonly isDumb?: boolean;
  /** The folder of the Mermaid file; it is made if it is not there. */
  readonly outputFolder: string;
  readonly signal: AbortSignal;
}

/** Runs the workflow on a folder and shows its progress, the report and the spans. Gives what became of the run. */
export async function runReport(
  folder: string,
  { screen, style, isDumb = false, outputFolder, signal }: ReportOptions,
): Promise<"succeeded" | "failed" | "cancelled"> {
  await using engine = createEngine();
  const handle = engine.start(repositoryReport, { folder }, { signal });
  const ended = handle.result.then(
    (run) => ({ run, output: run.output, error: null }),
    (error: unknown) => ({ run: runOf(error), output: null, error }),
  );

  const stepNames = repositoryReport.graph.nodes();
  const view = createProgressView({ screen, style, stepNames, isDumb });
  try {
    for await (const event of handle.events) view.show(event);
  } finally {
    view.close();
  }

  const { run, output, error } = await ended;
  if (output !== null) screen.write(`\n${reportText(output, style)}\n`);
  screen.write(`\n${ganttTable(run, { columns: screen.columns ?? widthOfNoTerminal, style })}\n`);
  if (error !== null) screen.write(`\n${style.bad(escapeControl(messageOf(error)))}\n`);
  screen.write(`\nGraph of the workflow: ${escapeControl(await writeGraph(outputFolder))}\n`);
  return output !== null ? "succeeded" : run.status === "cancelled" ? "cancelled" : "failed";
}

async function writeGraph(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "repository-report.mermaid");
  await writeFile(path, repositoryReport.toMermaid());
  return path;
}

/** The run of a RunError; any other error is not the run's. */
function runOf(error: unknown): Run {
  if (error instanceof RunError) return error.run;
  throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
