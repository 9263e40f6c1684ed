import { visibleText } from "@stepspan/engine/reading";
import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, memoryStore } from "stepspan";
import type { CommandContext } from "../commands/command-context.ts";
import type { EngineFlags } from "../commands/shared-options.ts";
import { loadWorkflowFile, workflowsByName } from "../loading/workflow-file.ts";
import { type ExitCode, exitCodes } from "../outcome/exit-codes.ts";
import { untilInterrupted } from "../running/interrupts.ts";

/** As they are typed. */
export type DevFlags = EngineFlags & { readonly store?: string; readonly port?: number };

/** Serves the page of a file and a store. */
export async function servePage({ output }: CommandContext, path: string, flags: DevFlags): Promise<ExitCode> {
  const file = await loadWorkflowFile(path);
  const { serveStudio, studioObserver } = await import("@stepspan/studio"); // no other command needs it
  const kept = flags.store === undefined ? null : sqliteStore(flags.store);
  const store = kept ?? memoryStore();
  const workflows = workflowsByName(file);
  const { concurrency, queue: queues, port } = flags;
  const observer = studioObserver();
  const engine = createEngine<object>({
    ...{ store, workflows, resources: file.resources, recover: kept !== null, observers: [observer] },
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  try {
    const studio = await serveStudio({ engine, store, workflows, observer, ...(port !== undefined && { port }) });
    output.data.write(`${visibleText(studio.url)}\n`);
    output.notes.write(`${output.notes.style.quiet("Press Ctrl-C to end.")}\n`);
    await untilInterrupted();
    await studio.close();
  } finally {
    await engine.close();
    kept?.close();
  }
  return exitCodes.done;
}
