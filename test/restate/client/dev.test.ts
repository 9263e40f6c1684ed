import { defineEvent, workflow } from "stepspan";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { freePorts } from "../../../packages/examples/src/cluster/free-ports.ts";
import { approval } from "../../command-line/programs/flows.ts";
import { startStepspan, stepspan } from "../../command-line/support/command-line.ts";
import { observed, reached } from "../support/observed.ts";
import { startRestateServer } from "../support/restate-server.ts";
import { servedHere, uniqueName } from "../support/serving.ts";
import type { SharedServer } from "../support/shared-server.ts";

const approved = defineEvent("approved", z.object({ by: z.string() }));

/** A page of a Restate server. @returns how its address is asked */
async function served(words: readonly string[], { ingressUrl, adminUrl }: SharedServer) {
  const command = startStepspan(["dev", ...words, "--restate", ingressUrl, "--restate-admin", adminUrl]);
  const url = (await command.printed("\n")).trim();
  const page = await (await fetch(url)).text();
  const token = /<meta name="stepspan-token" content="([^"]+)"/.exec(page)?.[1];
  if (token === undefined) throw new Error("The page is not built. Build it first: npx -y pnpm@12 page");
  const ask = async (path: string, body?: object) => {
    const init = { method: "POST", headers: { "content-type": "application/json", "x-stepspan-token": token, origin: url }, body: JSON.stringify(body) }; // biome-ignore format: one line
    const answer = await fetch(`${url}${path}`, body === undefined ? {} : init);
    return { status: answer.status, json: (await answer.json()) as Readonly<Record<string, unknown>> }; // the page's server says nothing else
  };
  return { ...command, url, ask };
}

describe("stepspan dev --restate", () => {
  it("shows runs of workflows whose code it does not have, while they go on, and steers them", async () => {
    const flow = workflow(uniqueName("elsewhere"))
      .step("ask", { run: () => "may I?" })
      .wait("answer", { event: approved });
    const server = await startRestateServer();
    onTestFinished(() => server.stop());
    const engine = await servedHere({ workflows: [flow], server });
    const handle = engine.start(flow, undefined, { metadata: { request: "r-7" } });
    await reached(handle, "answer", "wait-started");
    const { child, ended, url, ask } = await served([], server);
    expect((await ask("/api/workflows")).json).toEqual({ workflows: [] });
    expect((await ask(`/api/runs?workflow=${flow.name}`)).json).toMatchObject({
      runs: [
        { runId: handle.runId, workflow: flow.name, status: "running", metadata: { request: "r-7" }, isOpenHere: true },
      ],
    });
    const stream = await fetch(`${url}/api/runs/${handle.runId}/stream`);
    const live = readTo(stream, '"run-finished"');
    live.catch(() => undefined); // the page's server goes with the test
    expect(await ask(`/api/runs/${handle.runId}/pause`, {})).toMatchObject({ status: 200 });
    await observed(handle, ({ type }) => type === "run-paused");
    expect(await ask(`/api/runs/${handle.runId}/resume`, {})).toMatchObject({ status: 200 });
    const sent = { event: "approved", data: { by: "ada" } };
    expect(await ask(`/api/runs/${handle.runId}/events`, sent)).toMatchObject({ status: 200 });
    expect((await handle.result).output).toEqual({ by: "ada" });
    expect(await live).toMatch(/"run-paused".*"run-resumed".*"step-succeeded".*"run-finished"/s);
    await expect
      .poll(async () => (await ask(`/api/runs/${handle.runId}`)).json)
      .toMatchObject({ status: "succeeded", isOpenHere: false });
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 0, stdout: `${url}\n`, stderr: "Press Ctrl-C to end.\n" });
  });

  it("starts, cancels and reruns runs of the workflows of a file", async () => {
    const server = await startRestateServer(); // the names in the file are not this test's own
    onTestFinished(() => server.stop());
    await servedHere({ workflows: [approval], server });
    const { child, ended, ask } = await served(["flows.ts"], server);
    expect((await ask("/api/workflows")).json).toMatchObject({ workflows: [{ name: "approval" }, {}, {}] });
    const started = await ask("/api/runs", { workflow: "approval" });
    expect(started.status).toBe(200);
    const runId = String(started.json.runId);
    expect(await ask(`/api/runs/${runId}/cancel`, { reason: "never mind" })).toMatchObject({ status: 200 });
    await expect.poll(async () => (await ask(`/api/runs/${runId}`)).json.status).toBe("cancelled");
    const again = await ask(`/api/runs/${runId}/rerun`, { failedOnly: true });
    expect(again.status).toBe(200);
    expect((await ask(`/api/runs/${again.json.runId}`)).json).toMatchObject({ rerunOf: { runId }, status: "running" });
    expect(await ask(`/api/runs/${again.json.runId}/cancel`, {})).toMatchObject({ status: 200 });
    const unserved = await ask("/api/runs", { workflow: "failing" });
    expect(unserved.status).toBe(409);
    expect(unserved.json.error).toMatch(/^Restate knows nobody who serves workflow "failing"/);
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
  });

  it("says what it lacks, and what it cannot have", async () => {
    const [port] = await freePorts(1);
    const told = async (words: readonly string[]) => {
      const { code, stderr } = await stepspan(["dev", ...words]);
      return { code, stderr: stderr.trim() };
    };
    expect(await told([])).toEqual({
      code: 2,
      stderr: expect.stringContaining(
        "stepspan dev got no file. Give the path of a file that exports workflows; without one it shows the runs of a Restate server: --restate http://127.0.0.1:8080",
      ),
    });
    expect(
      await told(["--restate", `http://127.0.0.1:${port}`, "--restate-admin", `http://127.0.0.1:${port}`]),
    ).toEqual({
      code: 4,
      stderr: expect.stringContaining(`Restate's admin API at http://127.0.0.1:${port} gave no answer`),
    });
    expect(await told(["flows.ts", "--restate-admin", "http://127.0.0.1:9070"])).toEqual({
      code: 2,
      stderr: expect.stringContaining("Give --restate http://127.0.0.1:8080 too."),
    });
    expect(await told(["--restate", "nowhere"])).toEqual({
      code: 2,
      stderr: expect.stringContaining('createRestateEngine got "nowhere" as ingressUrl.'),
    });
    expect(await told(["--restate", "http://127.0.0.1:8080", "--concurrency", "4"])).toEqual({
      code: 2,
      stderr: expect.stringContaining("With --restate no step runs here, so --concurrency has nothing to limit."),
    });
  });
});

/** What a stream says until it has said this. */
async function readTo(response: Response, text: string): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  for await (const bytes of response.body!) {
    read += decoder.decode(bytes as Uint8Array, { stream: true }); // a body gives bytes
    if (read.includes(text)) break;
  }
  return read;
}
