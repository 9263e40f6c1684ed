import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { createEndpointHandler, type ServiceDefinition } from "@restatedev/restate-sdk";
import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { handWrittenSteps, handWrittenWorkflows } from "./hand-written.ts";
import { workflows } from "./stepspan-workflows.ts";

/**
 * A process of its own that serves one role. Its first message is the url; each message that it gets is answered with the
 * time that its processor took so far, in microseconds. It ends when whoever started it has gone.
 */
const roles: Readonly<Record<string, () => Promise<string>>> = {
  "hand-orchestrator": () => serve(handWrittenWorkflows()),
  "hand-worker": () => serve([handWrittenSteps()]),
  "stepspan-orchestrator": async () => (await serveWorkflows({ workflows: [...workflows.values()], port: 0 })).url,
  "stepspan-worker": async () => (await serveSteps({ workflows: [...workflows.values()], port: 0 })).url,
};

async function serve(services: readonly ServiceDefinition<string, unknown>[]): Promise<string> {
  const server = createServer(createEndpointHandler({ services: [...services], logger: () => undefined }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens at a port
}

process.on("disconnect", () => process.exit());
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!(user + system);
});
process.send!(await roles[process.argv[2]!]!());
