import { fileURLToPath } from "node:url";
import { createCodec, systemClock } from "@stepspan/engine";
import { createAccess } from "./access.ts";
import { createApp } from "./app.ts";
import { answerWith, closeServer, listeningServer, portOf } from "./http-server.ts";
import { inUrl, isWildcard, ownHosts } from "./own-hosts.ts";
import { readPageFiles, withToken } from "./page-files.ts";
import { createPlaces } from "./places.ts";
import { runSummaries } from "./run-summaries.ts";
import { RunWatch } from "./run-watch.ts";
import { type ServerLimits, usualLimits } from "./server-limits.ts";
import { createShowingCodec } from "./showing-codec.ts";
import { type StudioOptions, settingsOf } from "./studio-options.ts";
import { workflowSummaries } from "./workflow-summaries.ts";

/** A server that is listening. */
export interface Studio {
  /** Where the page is: `http://127.0.0.1:4400`. */
  readonly url: string;
  /** What changes need in the header `x-stepspan-token`; the page has it. */
  readonly token: string;
  /** Ends all streams and connections, and leaves no timer behind. Engine and store stay as they are. */
  close(): Promise<void>;
}

/** Built beside the server; the same folder for `src` and for `dist`. */
const builtPage = fileURLToPath(new URL("../dist/page/", import.meta.url));
/** Characters of what a step emits beyond which only its name is told. */
const largestEmitted = 64 * 1024;

/**
 * Serves a page that shows the runs of a store while they go on and after, and steers them:
 * `const { url } = await serveStudio({ engine, store, workflows })`. Only this machine reaches it, unless `host` and
 * `token` are given.
 *
 * At most 100 event streams are open at once, two for each page that shows a run; further ones are refused.
 *
 * @throws DefinitionError (rejects) for options that make no sense, and for an address that cannot be listened on
 */
export function serveStudio(options: StudioOptions): Promise<Studio> {
  return serveWithin(options, usualLimits, builtPage);
}

/** The same within other limits, and with the page of another folder: for tests. */
export async function serveWithin(options: StudioOptions, limits: ServerLimits, pageFolder: string): Promise<Studio> {
  const { host, port: wantedPort, token, isNeededToRead, workflows } = settingsOf(options);
  const { engine, store, observer = null, holdUps = null, clock = systemClock } = options;
  const known = options.classes === undefined ? {} : { classes: options.classes };
  const { pollMs, gatherMs, heartbeatMs } = limits;
  const page = readPageFiles(pageFolder);
  const [document, summaries] = [page.get("/index.html"), workflowSummaries(workflows.values())];
  const watch = new RunWatch({ store, observer, clock, pollMs, gatherMs });

  const server = await listeningServer(host, wantedPort, limits);
  const port = portOf(server);
  const app = createApp({
    ...{ engine, store, workflows, watch, page, summaries, holdUps, clock },
    access: createAccess(token, isNeededToRead, port),
    document: document === undefined ? null : withToken(document, token),
    codec: createShowingCodec(known),
    emittedCodec: createCodec({ ...known, limits: { maximumSize: largestEmitted } }),
    summaryOf: runSummaries(store, engine),
    requests: createPlaces(limits.requests, "requests"),
    streams: { places: createPlaces(limits.streams, "event streams"), clock, heartbeatMs },
  });
  answerWith(server, app.fetch, ownHosts(host, port));
  return {
    url: `http://${inUrl(isWildcard(host) ? "127.0.0.1" : host)}:${port}`,
    token,
    close() {
      watch.close();
      return closeServer(server);
    },
  };
}
