import { createRestateEngine, type RestateEndpoint } from "@stepspan/restate";
import { expect, it, onTestFinished } from "vitest";
import { captions } from "../../packages/examples/src/many-machines/captions.ts";
import { captionsOf, serveCaptions, serveScenes, serveTexts } from "../../packages/examples/src/many-machines/serve.ts";
import { sharedServer } from "./support/shared-server.ts";

/** The server is that of many tests, and may know the port that the system gives from one of them. */
async function atNewPort(serve: (port: number) => Promise<RestateEndpoint>): Promise<RestateEndpoint> {
  try {
    return await serve(0);
  } catch (thrown) {
    if (!(thrown instanceof Error && thrown.message.includes("from before"))) throw thrown;
    return atNewPort(serve);
  }
}

it("calls the steps of the example in the pools that they name", async () => {
  const server = await sharedServer();
  for (const serve of [serveCaptions, serveScenes, serveTexts]) {
    const endpoint = await atNewPort((port) => serve(server, port));
    onTestFinished(() => endpoint.close());
  }
  expect(await captionsOf(["b.mp4", "a.mp4"], server)).toBe(
    ["a.mp4, end: a cat", "a.mp4, start: a cat", "b.mp4, end: a cat", "b.mp4, start: a cat"].join("\n"),
  );
  await using engine = createRestateEngine({ ingressUrl: server.ingressUrl, adminUrl: server.adminUrl });
  const [latest] = (await engine.runs.list({ workflow: captions.name })).toReversed();
  const run = await engine.runs.get(latest!.runId);
  expect(run?.spans.map(({ path, status }) => `${path} ${status}`)).toEqual([
    ...["scenes succeeded", "scenes[0] succeeded", "scenes[1] succeeded"],
    ...["texts succeeded", ...[0, 1, 2, 3].map((item) => `texts[${item}] succeeded`), "index succeeded"],
  ]);
});
