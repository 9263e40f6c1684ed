import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveSteps } from "@stepspan/restate";
import { workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { registerEndpoint } from "../../packages/restate/src/serve/register-endpoint.ts";
import { startProgram } from "../support/child-program.ts";
import { temporaryFile } from "../support/temporary-file.ts";
import { askedBy } from "./support/asker.ts";
import { startRestateServer } from "./support/restate-server.ts";
import { sharedServer } from "./support/shared-server.ts";

const program = fileURLToPath(new URL("support/ledger-worker.ts", import.meta.url));

/** The lines of the ledger and the answers, of a call whose worker dies there and is started again. */
async function afterDeathIn(place: "body" | "telling") {
  const { adminUrl, ...server } = await sharedServer();
  const ledger = temporaryFile("ledger");
  writeFileSync(ledger, "");
  const service = `ledgerOf${place}`;
  const start = async (port: string) => {
    const child = startProgram(program, ledger, place, port, service);
    const exit = once(child, "exit");
    const [line] = (await once(child.stdout, "data")) as [string];
    return { url: line.trim(), exit };
  };
  const first = await start("0");
  await registerEndpoint({ adminUrl }, { url: first.url, services: [service] });
  const asker = await askedBy({ adminUrl, ...server }, service, "write");
  expect((await first.exit)[1]).toBe("SIGKILL");
  await start(new URL(first.url).port);
  const answers = await asker.answers();
  return { answers, calls: readFileSync(ledger, "utf8").trim().split("\n") };
}

describe("a worker that is killed", () => {
  it("in a body has it called again, and one answer is given", async () => {
    const { answers, calls } = await afterDeathIn("body");
    expect(calls).toHaveLength(2);
    expect(answers).toMatchObject([{ worker: calls[1], outcome: { kind: "returned", output: "written" } }]);
  });

  it("after the outcome of a body was written does not have it called again, and one answer is given", async () => {
    const { answers, calls } = await afterDeathIn("telling");
    expect(calls).toHaveLength(1);
    expect(answers).toMatchObject([{ worker: calls[0], outcome: { kind: "returned", output: "written" } }]);
  });
});

describe("a server that is killed", () => {
  it("has bodies told that their calls are made again, and makes them again", async () => {
    const server = await startRestateServer();
    onTestFinished(() => server.stop());
    const called = Promise.withResolvers<AbortSignal>();
    let calls = 0;
    const steps = workflow("survivor").step("wait", {
      run: (_: object, { signal }) => {
        calls++;
        if (calls > 1) return "at last";
        called.resolve(signal);
        return new Promise(() => {});
      },
    });
    const endpoint = await serveSteps({ workflows: [steps], port: 0, concurrency: 1 });
    onTestFinished(() => endpoint.close());
    await endpoint.register({ adminUrl: server.adminUrl });
    const asker = await askedBy(server, "stepspan.steps.survivor.default", "wait");
    const signal = await called.promise;
    const aborted = once(signal, "abort");
    await server.kill();
    await aborted;
    expect(signal.reason).toEqual(new Error("The connection to Restate was lost: the step is called again."));
    await server.restart();
    expect(await asker.answers()).toMatchObject([{ outcome: { kind: "returned", output: "at last" } }]);
  });
});

describe("a step that its worker does not know", () => {
  it("is asked for again until a worker knows it, and Restate shows why", async () => {
    const server = await sharedServer();
    const older = await serveSteps({ workflows: [workflow("growing").step("old", { run: () => 1 })], port: 0 });
    onTestFinished(() => older.close());
    await older.register({ adminUrl: server.adminUrl });
    const asker = await askedBy(server, "stepspan.steps.growing.default", "new");
    const failure = async () => {
      const sql = `select last_failure from sys_invocation where id = '${asker.callId}'`;
      return (await server.query<{ last_failure?: string }>(sql))[0]?.last_failure;
    };
    let failed = await failure();
    while (failed === undefined) failed = await failure();
    expect(failed).toContain(
      'A worker was asked for step "new" of workflow "growing", which its definition does not have: the run began with another one. Serve that definition too, or give changed workflows another version; the call is made again until a worker knows the step.',
    );
    await older.close();
    const steps = workflow("growing")
      .step("old", { run: () => 1 })
      .step("new", { run: () => 2 });
    const newer = await serveSteps({ workflows: [steps], port: Number(new URL(older.url).port) });
    onTestFinished(() => newer.close());
    expect(await asker.answers()).toMatchObject([{ outcome: { kind: "returned", output: 2 } }]);
  });
});
