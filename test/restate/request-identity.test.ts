import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveSteps, serveWorkflows } from "@stepspan/restate";
import { workflow } from "stepspan";
import { expect, it, onTestFinished } from "vitest";
import { startRestateServer } from "./support/restate-server.ts";
import { engineOf, serving } from "./support/serving.ts";
import { sharedServer } from "./support/shared-server.ts";

const greeting = workflow("greeting-with-keys").step("greet", { run: () => "hello" });

it("lets the server in that signs with the key, and no other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const pemFile = join(folder, "key.pem");
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(pemFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  const server = await startRestateServer({
    env: {
      RESTATE_WORKER__INVOKER__REQUEST_IDENTITY_PRIVATE_KEY_PEM_FILE: pemFile,
      RESTATE_LOG_FILTER: "warn,restate_service_client=info",
    },
  });
  onTestFinished(() => server.stop());
  const [publicKey] = /publickeyv1_\w+/.exec(server.log())!; // it tells when it starts
  const options = { workflows: [greeting], identityKeys: [publicKey], port: 0 };

  await serving(serveWorkflows(options), server);
  await serving(serveSteps(options), server);
  expect((await engineOf(server).run(greeting)).output).toBe("hello");

  const { adminUrl } = await sharedServer();
  const stranger = await serveSteps(options);
  onTestFinished(() => stranger.close());
  await expect(stranger.register({ adminUrl })).rejects.toThrow(/^Restate at .+ refused the endpoint /);
});
