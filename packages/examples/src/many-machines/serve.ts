import { createRestateEngine, type RestateEndpoint, serveSteps, serveWorkflows } from "@stepspan/restate";
import { captions } from "./captions.ts";

/** Where a Restate server is. */
interface Server {
  readonly ingressUrl: string;
  readonly adminUrl: string;
}

// #region orchestrator
/** Decides what runs next, in any number of processes. The server is told of it once for each address. */
export async function serveCaptions({ adminUrl }: Server, port = 9080): Promise<RestateEndpoint> {
  const endpoint = await serveWorkflows({ workflows: [captions], port });
  await endpoint.register({ adminUrl });
  return endpoint;
}
// #endregion

// #region workers
/** Calls the steps that name no pool. */
export async function serveScenes({ adminUrl }: Server, port = 9081): Promise<RestateEndpoint> {
  const endpoint = await serveSteps({ workflows: [captions], concurrency: 8, port });
  await endpoint.register({ adminUrl });
  return endpoint;
}

/** On machines with a GPU: calls the steps of the pool "gpu", two at once. */
export async function serveTexts({ adminUrl }: Server, port = 9082): Promise<RestateEndpoint> {
  const endpoint = await serveSteps({ workflows: [captions], pools: ["gpu"], concurrency: 2, port });
  await endpoint.register({ adminUrl });
  return endpoint;
}
// #endregion

// #region run
/** Anywhere: starts a run, and waits for its end. */
export async function captionsOf(videos: readonly string[], { ingressUrl, adminUrl }: Server): Promise<string> {
  await using engine = createRestateEngine({ ingressUrl, adminUrl });
  const run = await engine.run(captions, { videos: [...videos] });
  return run.output;
}
// #endregion
