import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, DefinitionError, type Engine } from "stepspan";
import { repositoryReport } from "./workflow.ts";

/** An engine that keeps its runs in a file of a folder; the folder is made if it is not there. */
export async function createReportEngine(folder: string) {
  await mkdir(folder, { recursive: true });
  const store = sqliteStore(join(folder, "runs.db"));
  const engine = createEngine({ store, workflows: [repositoryReport], retention: { maxRuns: 20 } });
  return {
    /** Begins a report, or goes on with one on the same folder whose process has ended. */
    async begin(about: string, signal: AbortSignal) {
      const resumed = await resumeReport(engine, about, signal);
      const handle = resumed ?? engine.start(repositoryReport, { folder: about }, { signal });
      return { handle, isResumed: resumed !== null };
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      store.close();
    },
  };
}

/** Null if there is none that could go on: another process may be at it. */
async function resumeReport(engine: Engine, about: string, signal: AbortSignal) {
  for (const { runId } of await engine.runs.list({ status: "running", newestFirst: true })) {
    const run = await engine.runs.get(runId);
    if ((run?.input as { readonly folder?: string } | undefined)?.folder !== about) continue; // the workflow's input
    try {
      return await engine.resume(runId, { workflow: repositoryReport, signal });
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
    }
  }
  return null;
}
