import { sqliteStore } from "@stepspan/sqlite";
import { createEngine, memoryStore } from "stepspan";
import type { CommandContext } from "../commands/command-context.ts";
import type { EngineFlags } from "../commands/shared-options.ts";
import { loadWorkflowFile, workflowsByName } from "../loading/workflow-file.ts";
import { CommandError } from "../outcome/command-error.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { showPage } from "../running/show-page.ts";
import { serveRestatePage } from "./serve-restate-page.ts";

/** As they are typed. */
export type DevFlags = EngineFlags & {
  readonly store?: string;
  readonly port?: number;
  readonly restate?: string;
  readonly restateAdmin?: string;
};

/** Serves the page of a file and a store, or of a Restate server. */
export async function servePage(context: CommandContext, path: string | undefined, flags: DevFlags): Promise<ExitCode> {
  if (flags.restate !== undefined) return serveRestatePage(context, path, { ...flags, restate: flags.restate });
  if (flags.restateAdmin !== undefined) {
    throw new CommandError(
      "--restate-admin says where a Restate server is looked at, and nothing says where it takes runs. Give --restate http://127.0.0.1:8080 too.",
    );
  }
  if (path === undefined) {
    throw new CommandError(
      "stepspan dev got no file. Give the path of a file that exports workflows; without one it shows the runs of a Restate server: --restate http://127.0.0.1:8080",
    );
  }
  const file = await loadWorkflowFile(path);
  const { studioObserver } = await import("@stepspan/studio"); // no other command needs it
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
    return await showPage(context, { engine, store, workflows, observer, ...(port !== undefined && { port }) });
  } finally {
    await engine.close();
    kept?.close();
  }
}
