import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Run, RunError } from "stepspan";
import { createReportEngine } from "./report-runs.ts";
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
  /** The folder of the Mermaid file and of the file of runs; it is made if it is not there. */
  readonly outputFolder: string;
  /** The process is killed when the success of this step is stored: to show that nothing is lost. */
  readonly killAfter?: string | null;
  readonly signal: AbortSignal;
}

/** Runs the workflow on a folder and shows its progress, the report and the spans. */
export async function runReport(folder: string, options: ReportOptions): Promise<"succeeded" | "failed" | "cancelled"> {
  const { screen, style, isDumb = false, outputFolder, killAfter = null, signal } = options;
  await using engine = await createReportEngine(outputFolder);
  const { handle, isResumed } = await engine.begin(folder, signal);
  if (isResumed) screen.write("This report was interrupted. It goes on where it was.\n\n");

  const view = createProgressView({ screen, style, stepNames: repositoryReport.graph.nodes(), isDumb });
  try {
    for await (const event of handle.events) {
      if ("sequence" in event) view.show(event); // nothing is emitted
      if (event.type === "step-succeeded" && event.path === killAfter) process.kill(process.pid, "SIGKILL");
    }
  } finally {
    view.close();
  }

  const { run, report } = await handle.result.then(
    (finished) => ({ run: finished, report: finished.output }),
    (error) => ({ run: runOf(error), report: null }),
  );
  if (report !== null) screen.write(`\n${reportText(report, style)}\n`);
  screen.write(`\n${ganttTable(run, { columns: screen.columns ?? widthOfNoTerminal, style })}\n\n`);
  for (const { message } of run.errors) screen.write(`${style.bad(escapeControl(message))}\n`);

  try {
    screen.write(`Graph of the workflow: ${escapeControl(await writeGraph(outputFolder))}\n`);
  } catch (error) {
    screen.write(`${style.bad(`The graph of the workflow cannot be written: ${escapeControl(String(error))}`)}\n`);
    return "failed";
  }
  return outcomeOf(run);
}

/** The run of a RunError; any other error is not the run's. */
function runOf(error: unknown): Run {
  if (error instanceof RunError) return error.run;
  throw error;
}

async function writeGraph(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "repository-report.mermaid");
  await writeFile(path, repositoryReport.toMermaid());
  return path;
}

function outcomeOf({ status }: Run): "succeeded" | "failed" | "cancelled" {
  return status === "succeeded" || status === "cancelled" ? status : "failed";
}
