import { createRestateEngine, runService, serveSteps, serveWorkflows } from "@stepspan/restate";
import type { Host, HostOptions, OpenHost } from "../../conformance/host.ts";
import { type SharedServer, sharedServer } from "../support/shared-server.ts";
import type { ServerKind } from "../support/shared-servers.ts";
import { tellWhatStands } from "../support/what-stands.ts";
import { lacks } from "./restate-lacks.ts";

/** A server of one node, with an orchestrator and a worker in this process. */
export const restate: Host = hostOf("Restate", "usual");

/** The same on a server that suspends each handler whenever it waits, and replays it from its journal. */
export const replayingRestate: Host = hostOf("Restate that always replays", "replaying");

function hostOf(name: string, kind: ServerKind): Host {
  return {
    name,
    lacks,
    open: async (options) => open(await sharedServer(kind), options),
  };
}

async function open(server: SharedServer, options: HostOptions): Promise<OpenHost> {
  const { workflows, resources = {}, observers = [], concurrency = 16, queues = {}, pools = [], gracePeriod } = options;
  const { ingressUrl, adminUrl } = server;
  const classes = options.classes === undefined ? {} : { classes: options.classes };
  const grace = gracePeriod === undefined ? {} : { gracePeriod };
  const endpoints = await Promise.all([
    serveWorkflows({ workflows, resources, port: 0, ...grace, ...classes }),
    serveSteps({
      ...{ workflows, resources, observers, concurrency, queues, ingressUrl, port: 0, ...classes },
      pools: ["default", ...pools],
    }),
  ]);
  // An address may have been another test's, whose services are gone.
  for (const endpoint of endpoints) await endpoint.register({ adminUrl, force: true });
  const engine = createRestateEngine({ ingressUrl, adminUrl, workflows, observers, ...classes });
  tellWhatStands(server);
  return {
    engine,
    close: async () => {
      await engine.close({ runs: "leave" });
      await killRuns(server, workflows);
      for (const endpoint of endpoints) await endpoint.close();
    },
  };
}

/** Ends the runs of a scenario that did not come to its end: nobody would ever go on with them. */
async function killRuns({ adminUrl, query }: SharedServer, workflows: HostOptions["workflows"]): Promise<void> {
  const services = workflows.map(({ name, plan }) => `'${runService(name, plan.version)}'`).join(", ");
  const left = await query<{ readonly id: string }>(
    `select id from sys_invocation where target_service_name in (${services}) and status <> 'completed'`,
  );
  for (const { id } of left) await fetch(`${adminUrl}/invocations/${id}/kill`, { method: "PATCH" });
}
