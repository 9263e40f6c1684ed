import { existsSync } from "node:fs";
import {
  type Context,
  service,
  type WorkflowContext,
  type WorkflowSharedContext,
  workflow,
} from "@restatedev/restate-sdk";
import { describe, expect, it, onTestFinished } from "vitest";
import { type RestateServer, type RestateServerOptions, startRestateServer } from "./support/restate-server.ts";
import { servedServices } from "./support/served-services.ts";
import { type SharedServer, sharedServer } from "./support/shared-server.ts";

/** A server that goes with the test. */
async function ownServer(options?: RestateServerOptions): Promise<RestateServer> {
  const server = await startRestateServer(options);
  onTestFinished(() => server.stop());
  return server;
}

async function call(server: SharedServer, path: string, body: unknown = null): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${server.ingressUrl}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
  return answer === "" ? undefined : JSON.parse(answer);
}

/** Waits twice for signals that `tell` sends; counts how often its handler was entered. */
function patient(name: string) {
  const entered = { times: 0 };
  const definition = workflow({
    name,
    handlers: {
      run: async (context: WorkflowContext) => {
        entered.times++;
        const first = await context.promise<string>("first");
        const second = await context.promise<string>("second");
        return `${first} ${second}`;
      },
      tell: async (context: WorkflowSharedContext, [key, text]: [string, string]) =>
        await context.promise<string>(key).resolve(text),
    },
  });
  return { entered, definition };
}

describe("the server that comes with npm", () => {
  it("is shared by test files, and takes services at once", async () => {
    const server = await sharedServer();
    const hello = service({
      name: "sharedHello",
      handlers: { greet: async (_: Context, name: string) => `hello ${name}` },
    });
    await servedServices([hello], server.adminUrl);
    expect(await call(server, "sharedHello/greet", "Ada")).toBe("hello Ada");
    expect((await sharedServer()).adminUrl).toBe(server.adminUrl);
    expect((await sharedServer("replaying")).adminUrl).not.toBe(server.adminUrl);
    const found = await server.query<{ status: string }>(
      "select status from sys_invocation where target_service_name = 'sharedHello'",
    );
    expect(found).toEqual([{ status: "completed" }]);
  });

  it("says what is wrong with a query", async () => {
    const { query } = await sharedServer();
    await expect(query("select nothing from nowhere")).rejects.toThrow(/^Restate refuses the query select nothing/);
  });

  it("enters a handler anew for each wait if it is one that replays, else goes on in it", {
    timeout: 60_000,
  }, async () => {
    const entered = await Promise.all(
      (["usual", "replaying"] as const).map(async (kind) => {
        const server = await sharedServer(kind);
        const { definition, entered } = patient(`patientOn${kind}`);
        await servedServices([definition], server.adminUrl);
        const result = call(server, `patientOn${kind}/k/run`);
        await call(server, `patientOn${kind}/k/tell`, ["first", "one"]);
        await call(server, `patientOn${kind}/k/tell`, ["second", "two"]);
        expect(await result).toBe("one two");
        return entered.times;
      }),
    );
    expect(entered[0]).toBe(1);
    expect(entered[1]).toBeGreaterThan(1);
  });

  it("keeps its addresses and what it wrote when it is killed and started again", async () => {
    const server = await ownServer();
    const { definition } = patient("survivor");
    await servedServices([definition], server.adminUrl);
    await call(server, "survivor/k/run/send");
    await call(server, "survivor/k/tell", ["first", "before"]);
    const { pid } = server;
    await server.kill();
    await expect(fetch(`${server.adminUrl}/health`)).rejects.toThrow("fetch failed");
    await server.restart();
    expect(server.pid).not.toBe(pid);
    await call(server, "survivor/k/tell", ["second", "after"]);
    const response = await fetch(`${server.ingressUrl}/restate/workflow/survivor/k/attach`);
    expect(await response.json()).toBe("before after");
  });

  it("goes with its folder", async () => {
    const server = await startRestateServer();
    const { folder } = server;
    expect(existsSync(folder)).toBe(true);
    await server.stop();
    expect(existsSync(folder)).toBe(false);
    expect(() => process.kill(server.pid, 0)).toThrow("ESRCH");
  });

  it("that cannot start says so with the end of its log", async () => {
    await expect(startRestateServer({ env: { RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: "much" } })).rejects.toThrow(
      /^The Restate server ended \(\d+\). Its log ends with:\n/,
    );
  });
});
