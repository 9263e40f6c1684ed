import { createRestateEngine } from "@stepspan/restate";
import { DefinitionError, defineEvent, StoreError, workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePorts } from "../../../packages/examples/src/cluster/free-ports.ts";
import { gatewayTo } from "../support/gateway.ts";
import { reached } from "../support/observed.ts";
import { startRestateServer } from "../support/restate-server.ts";
import { engineOf, servedHere, uniqueName } from "../support/serving.ts";
import { sharedServer } from "../support/shared-server.ts";

const go = defineEvent("go");
const waiting = (name: string) =>
  workflow(name)
    .wait("wait", { event: go })
    .step("one", { dependsOn: ["wait"], run: () => 1 });
const listening = (name: string) => workflow(name).on("heard", { event: go, run: () => 1 });

describe("an engine whose server", () => {
  it("is not there says which address it was, and does not wait for it", async () => {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const engine = createRestateEngine({ ingressUrl: url, adminUrl: url });
    const refusal = `Restate's admin API at ${url} gave no answer (Error: connect ECONNREFUSED 127.0.0.1:${port}). Check that the server is running and that adminUrl is its address.`;
    await expect(engine.run(waiting("flow"))).rejects.toThrow(new StoreError(refusal));
    await expect(engine.runs.list()).rejects.toThrow(refusal);
    await engine.close();
  });

  it("is something else says what that answered", async () => {
    const { ingressUrl, adminUrl } = await sharedServer();
    const engine = createRestateEngine({ ingressUrl: adminUrl, adminUrl: ingressUrl });
    onTestFinished(() => engine.close());
    await expect(engine.runs.list()).rejects.toThrow(
      new RegExp(
        `^A query was refused: Restate's admin API at ${ingressUrl} answered 400, ".*"\\. Check that adminUrl is the address of Restate's admin API\\.$`,
      ),
    );
  });

  it("is restarted goes on waiting for its runs, and following them", async () => {
    const server = await startRestateServer();
    onTestFinished(() => server.stop());
    const shared = { ...server, query: server.query };
    const flow = waiting(uniqueName("restarted"));
    const engine = await servedHere({ workflows: [flow], server: shared });
    const handle = engine.start(flow);
    await reached(handle, "wait", "wait-started");
    const finished = reached(handle, "one", "step-succeeded");
    const result = handle.result;
    await server.kill();
    const sending = handle.send(go, undefined); // before it is there again
    await server.restart();
    const [run] = await Promise.all([result, finished, sending]);
    expect(run.output).toBe(1);
    expect(await engine.runs.list()).toHaveLength(1);
  });

  it("wants a token is sent it, and says so if it is not the right one", async () => {
    const { ingressUrl, adminUrl } = await sharedServer();
    const [ingress, admin] = [
      await gatewayTo(ingressUrl, { token: "open-sesame" }),
      await gatewayTo(adminUrl, { token: "admin" }),
    ];
    const flow = listening(uniqueName("token"));
    await servedHere({ workflows: [flow] });
    const known = { ingressToken: "open-sesame", adminToken: "admin" };
    const run = await engineOf(await sharedServer(), [], {
      ingressUrl: ingress.url,
      adminUrl: admin.url,
      ...known,
    }).run(flow);
    expect(run.status).toBe("succeeded");

    const stranger = engineOf(await sharedServer(), [], { ingressUrl: ingress.url, ingressToken: "guess" });
    await expect(stranger.run(flow)).rejects.toThrow(
      /^Run "[0-9a-f-]+" was not started: Restate's ingress at http:\/\/127\.0\.0\.1:\d+ answered 401, "who are you\?"\. The token that was sent was not accepted: give one that this server knows\.$/,
    );
    const nameless = engineOf(await sharedServer(), [], { adminUrl: admin.url });
    await expect(nameless.runs.list()).rejects.toThrow("No token was sent: give one that this server knows.");
  });

  it("loses answers starts a run once, and tells it everything once", async () => {
    const { ingressUrl } = await sharedServer();
    const gateway = await gatewayTo(ingressUrl);
    const flow = listening(uniqueName("lossy"));
    await servedHere({ workflows: [flow] });
    const engine = engineOf(await sharedServer(), [], { ingressUrl: gateway.url });
    await engine.run(flow); // it has answered once
    gateway.loseAnswerOf(/\/run\/send$/);
    gateway.answer(/\/attach$/, 503);
    const runId = uniqueName("lossy");
    const handle = engine.start(flow, undefined, { runId, live: true });
    const result = handle.result;
    gateway.loseAnswerOf(/\/post$/);
    await handle.send(go, undefined);
    await handle.send(go, undefined);
    handle.stop();
    expect((await result).output).toEqual([1, 1]);
    const starts = gateway.asked.filter((asked) => asked.endsWith(`/${runId}/run/send`));
    expect(starts).toHaveLength(2);
  });

  it("loses the answer that a stranger's run is over is asked again", async () => {
    const { ingressUrl } = await sharedServer();
    const gateway = await gatewayTo(ingressUrl);
    const flow = waiting(uniqueName("lost-end"));
    const engine = await servedHere({ workflows: [flow] });
    const { runId } = engine.start(flow);
    await expect.poll(() => engine.store.runs.get(runId)).not.toBeNull();
    const stranger = engineOf(await sharedServer(), [], { ingressUrl: gateway.url });
    gateway.loseAnswerOf(/\/attach$/);
    const handle = await stranger.resume(runId);
    const result = handle.result;
    await engine.send(runId, go, undefined);
    expect((await result).output).toBe(1);
    expect(gateway.asked).toHaveLength(2);
  });

  it("has to be given by addresses, and its tokens by texts", () => {
    const refused = (options: object) => {
      try {
        createRestateEngine({ ingressUrl: "http://127.0.0.1:8080", adminUrl: "http://127.0.0.1:9070", ...options });
      } catch (thrown) {
        if (thrown instanceof DefinitionError) return thrown.message;
      }
      return undefined;
    };
    const ingress = (problem: string) =>
      `createRestateEngine got ${problem} as ingressUrl. Give the address of Restate: "http://127.0.0.1:8080".`;
    expect(refused({})).toBeUndefined();
    expect(refused({ ingressUrl: "https://restate.example/below/" })).toBeUndefined();
    expect(refused({ ingressUrl: undefined })).toBe(ingress("undefined"));
    expect(refused({ ingressUrl: "127.0.0.1:8080" })).toBe(ingress('"127.0.0.1:8080"'));
    expect(refused({ ingressUrl: "file:///etc/passwd" })).toBe(ingress('an address of "file:"'));
    expect(refused({ ingressUrl: "http://me:secret@host" })).toBe(
      ingress("an address with a user or a password in it"),
    );
    expect(refused({ adminUrl: "http://host?a=b" })).toBe(
      'createRestateEngine got an address with a query or a fragment as adminUrl. Give the address of Restate: "http://127.0.0.1:9070".',
    );
    expect(refused({ ingressToken: "two\r\nlines" })).toBe(
      "createRestateEngine got an ingressToken that is no token. Give visible characters of ASCII, or none.",
    );
    expect(refused({ classes: [] })).toMatch(/^createRestateEngine got .* as classes\. Give a registry/);
    expect(refused({ workflows: {} })).toMatch(/^createRestateEngine got .* as workflows\. Give a list/);
    expect(refused({ url: "x" })).toMatch(/^createRestateEngine got the unknown option "url"\. Its options are /);
  });
});
