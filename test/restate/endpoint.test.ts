import { connect } from "node:http2";
import { serveSteps } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePorts } from "../../packages/examples/src/cluster/free-ports.ts";
import { sharedServer } from "./support/shared-server.ts";

const plain = workflow("endpointPlain").step("a", { run: () => 1 });

async function served(options: Omit<Parameters<typeof serveSteps>[0], "workflows"> = {}) {
  const endpoint = await serveSteps({ port: 0, ...options, workflows: [plain] });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

function messageOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no error",
    (error: Error) => error.message,
  );
}

/** What the endpoint answers to who asks for its services without a signature. */
async function statusOf(url: string): Promise<number | undefined> {
  const session = connect(url);
  const request = session.request({ ":path": "/discover", accept: "application/vnd.restate.endpointmanifest.v4+json" });
  const headers = await new Promise<{ ":status"?: number }>((resolve) => request.on("response", resolve));
  session.destroy();
  return headers[":status"];
}

describe("an endpoint", () => {
  it("is registered with a server, which has its services then; again, too", async () => {
    const server = await sharedServer();
    const endpoint = await served();
    await endpoint.register({ adminUrl: server.adminUrl });
    await endpoint.register({ adminUrl: server.adminUrl });
    const names = await server.query<{ name: string }>(
      "select name from sys_service where name = 'stepspan.steps.endpointPlain.default'",
    );
    expect(names).toHaveLength(1);
  });

  it("says that a server was not reached, and what to do", async () => {
    const [endpoint, [port]] = [await served(), await freePorts(1)];
    expect(await messageOf(endpoint.register({ adminUrl: `http://127.0.0.1:${port}` }))).toBe(
      `Restate was not reached at http://127.0.0.1:${port}: Error: connect ECONNREFUSED 127.0.0.1:${port}. Start the server, or give the address of its admin API: register({ adminUrl: "http://localhost:9070" }).`,
    );
  });

  it("says why a server refused it, and what to do", async () => {
    const server = await sharedServer();
    const endpoint = await served();
    const url = `http://127.0.0.1:${(await freePorts(1))[0]}`;
    expect(await messageOf(endpoint.register({ adminUrl: server.adminUrl, url }))).toMatch(
      new RegExp(
        `^Restate at ${server.adminUrl} refused the endpoint ${url}: it answered \\d+, .*\\. Give the address at which the server reaches the endpoint: register\\(\\{ adminUrl, url: "http://worker-1:9081" \\}\\)\\.$`,
      ),
    );
  });

  it("says that its port is taken", async () => {
    const { url } = await served();
    const port = Number(new URL(url).port);
    expect(await messageOf(served({ port }))).toBe(
      `serveSteps cannot listen at port ${port} of 127.0.0.1: Error: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Give another port, 0 for any that is free, or reusePort: true in each of the processes that share it.`,
    );
  });

  it("shares its port with others that want to", async () => {
    const { url } = await served({ reusePort: true });
    const other = await served({ reusePort: true, port: Number(new URL(url).port) });
    expect(other.url).toBe(url);
  });

  it("answers whom it trusts alone, once it was given keys", async () => {
    const open = await served();
    expect(await statusOf(open.url)).toBe(200);
    const guarded = await served({ identityKeys: ["publickeyv1_2G8dCQhArfvGpzPw5Vx2ALciR4xCLHfS5YaT93XjNxX9"] });
    expect(await statusOf(guarded.url)).toBe(401);
  });

  it("that is closed is not there any more, and may be closed again", async () => {
    const endpoint = await served();
    const session = connect(endpoint.url);
    await new Promise((resolve) => session.on("connect", resolve));
    const closed = new Promise((resolve) => session.on("close", resolve));
    await endpoint.close();
    await closed;
    await endpoint.close();
    const port = Number(new URL(endpoint.url).port);
    expect((await served({ port })).url).toBe(endpoint.url);
  });
});
