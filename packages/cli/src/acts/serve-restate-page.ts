import { createReadingCodec } from "@stepspan/engine/reading";
import { createRestateEngine } from "@stepspan/restate";
import type { CommandContext } from "../commands/command-context.ts";
import { loadWorkflowFile, workflowsByName } from "../loading/workflow-file.ts";
import { CommandError } from "../outcome/command-error.ts";
import type { ExitCode } from "../outcome/exit-codes.ts";
import { showPage } from "../running/show-page.ts";
import type { DevFlags } from "./serve-page.ts";

/** Where the admin API of a server is, if nobody says where: on the same machine, at its usual port. */
const adminPort = "9070";

/** Serves the page of a Restate server: all of its runs, and what a file exports to be started. */
export async function serveRestatePage(
  context: CommandContext,
  path: string | undefined,
  { restate, restateAdmin, port, concurrency, queue }: DevFlags & { readonly restate: string },
): Promise<ExitCode> {
  if (concurrency !== undefined || queue !== undefined) {
    throw new CommandError(
      `With --restate no step runs here, so ${concurrency === undefined ? "--queue" : "--concurrency"} has nothing to limit. Give it to serveSteps, where steps run.`,
    );
  }
  const workflows = path === undefined ? [] : workflowsByName(await loadWorkflowFile(path));
  const adminUrl = restateAdmin ?? usualAdminUrl(restate);
  const codec = createReadingCodec(); // the classes of values are known where steps run
  const engine = createRestateEngine({ ingressUrl: restate, adminUrl, workflows, codec });
  try {
    await engine.runs.list({ limit: 1 }); // whether it is there
    const { store } = engine;
    const holdUps = async (runId: string) => (await engine.waitsForWorkers(runId)).map(({ message }) => message);
    return await showPage(context, { engine, store, workflows, holdUps, ...(port !== undefined && { port }) });
  } finally {
    await engine.close();
  }
}

function usualAdminUrl(ingressUrl: string): string {
  if (!URL.canParse(ingressUrl)) return ingressUrl; // the engine says what is wrong with it
  const url = new URL("/", ingressUrl);
  url.port = adminPort;
  return url.href;
}
