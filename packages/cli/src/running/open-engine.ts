import { visibleText } from "@stepspan/engine/reading";
import { type SqliteStore, sqliteStore } from "@stepspan/sqlite";
import { type AnyWorkflow, createEngine, type Engine, type QueueOptions } from "stepspan";
import { type WorkflowFile, workflowsByName } from "../loading/workflow-file.ts";
import { CommandError } from "../outcome/command-error.ts";

/** What an engine of the command line is made of. */
export interface EngineParts {
  readonly file: WorkflowFile;
  /** The one that is to run, where the file has several of its name. */
  readonly workflow?: AnyWorkflow;
  /** The path of a file; null: in memory. */
  readonly store: string | null;
  readonly concurrency?: number;
  readonly queues?: Readonly<Record<string, QueueOptions>>;
}

/** An engine, and the store that it uses, to be closed together. */
export interface OpenEngine {
  readonly engine: Engine;
  /** Null: in memory. */
  readonly store: SqliteStore | null;
  /** Runs that are still open are given back to the store, so that somebody else can go on with them. */
  close(): Promise<void>;
}

/**
 * @throws CommandError if the workflow names queues that were not given
 * @throws StoreError if the store cannot be opened
 */
export function openEngine({ file, workflow, store: path, concurrency, queues }: EngineParts): OpenEngine {
  if (workflow !== undefined) checkQueues(workflow, queues ?? {});
  const store = path === null ? null : sqliteStore(path);
  const engine = createEngine<object>({
    workflows: workflowsByName(file, workflow),
    resources: file.resources,
    ...(store !== null && { store }),
    ...(concurrency !== undefined && { concurrency }),
    ...(queues !== undefined && { queues }),
  });
  return {
    engine,
    store,
    async close() {
      await engine.close({ runs: store === null ? "cancel" : "leave" });
      store?.close();
    },
  };
}

function checkQueues({ name, plan }: AnyWorkflow, given: Readonly<Record<string, QueueOptions>>): void {
  const missing = [...plan.queues].find((queue) => !Object.hasOwn(given, queue));
  if (missing === undefined) return;
  const [shownName, shownQueue] = [visibleText(JSON.stringify(name)), visibleText(JSON.stringify(missing))];
  throw new CommandError(
    `Workflow ${shownName} has steps of queue ${shownQueue}, and nobody says how many of them may run at once. Say it: --queue ${visibleText(missing)}=4`,
  );
}
