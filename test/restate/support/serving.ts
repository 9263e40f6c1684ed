import { randomUUID } from "node:crypto";
import type { ClassRegistry, Runnable } from "@stepspan/engine";
import {
  createRestateEngine,
  type RestateEndpoint,
  type RestateEngine,
  type RestateEngineOptions,
  serveSteps,
  serveWorkflows,
} from "@stepspan/restate";
import { onTestFinished } from "vitest";
import { type SharedServer, sharedServer } from "./shared-server.ts";
import { tellWhatStands } from "./what-stands.ts";

/** The names of a test on a server that others use, too. */
export function uniqueName(what: string): string {
  return `${what}-${randomUUID().slice(0, 8)}`;
}

/** Registers what is served, and closes it when the test is over. */
export async function serving(
  endpoint: Promise<RestateEndpoint>,
  { adminUrl }: SharedServer,
): Promise<RestateEndpoint> {
  const served = await endpoint;
  onTestFinished(() => served.close());
  await served.register({ adminUrl, force: true }); // the port may be that of a test which is over
  return served;
}

/** An engine that goes with the test. */
export function engineOf(
  server: SharedServer,
  workflows: readonly Runnable[] = [],
  options: Partial<RestateEngineOptions> = {},
): RestateEngine {
  const { ingressUrl, adminUrl } = server;
  tellWhatStands(server);
  const engine = createRestateEngine<object>({ ingressUrl, adminUrl, workflows, ...options });
  onTestFinished(() => engine.close({ runs: "leave" }));
  return engine;
}

export interface ServedHere {
  readonly workflows: readonly Runnable[];
  readonly server?: SharedServer;
  readonly resources?: object;
  readonly classes?: ClassRegistry;
}

/** Orchestrator and worker in this process, and an engine for them. */
export async function servedHere({ workflows, server, resources = {}, classes }: ServedHere): Promise<RestateEngine> {
  const known = server ?? (await sharedServer());
  const common = { workflows, port: 0, ...(classes !== undefined && { classes }) };
  await serving(serveWorkflows(common), known);
  await serving(serveSteps({ ...common, resources }), known);
  return engineOf(known, workflows, classes === undefined ? {} : { classes });
}
