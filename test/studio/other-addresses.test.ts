import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { join } from "node:path";
import { DefinitionError } from "@stepspan/engine";
import { describe, expect, it, onTestFinished } from "vitest";
import { rawRequest } from "../support/raw-request.ts";
import { servedStudio, temporaryFolder } from "../support/served-studio.ts";
import { openMessages } from "../support/server-messages.ts";

const token = "0123456789abcdef";

describe("a server that other machines reach", () => {
  it("needs a token", async () => {
    await expect(servedStudio({ host: "0.0.0.0" })).rejects.toThrow(
      new DefinitionError(
        'serveStudio would listen on "0.0.0.0", where other machines reach it, without a token. Give a token too, or leave host out: then only this machine reaches it.',
      ),
    );
  });

  it("shows data to nobody without the token", async () => {
    const { get } = await servedStudio({ host: "0.0.0.0", token });
    for (const path of ["/api/runs", "/api/workflows", "/api/changes", "/api/runs/r", "/api/runs/r/events"]) {
      expect([path, await get(path)]).toMatchObject([
        path,
        {
          status: 401,
          body: { error: "The request has no token. Send that of this server in the header x-stepspan-token." },
        },
      ]);
      expect((await get(path, { cookie: "stepspan=; a=b" })).status).toBe(401);
    }
    expect((await get("/api/runs", { "x-stepspan-token": token })).status).toBe(200);
  });

  it("asks for the token before it gives the page, which then has a session", async () => {
    const pageFolder = temporaryFolder();
    writeFileSync(join(pageFolder, "index.html"), `<head><meta name="stepspan-token" content="" /></head>`);
    const { get, post, url } = await servedStudio({ host: "0.0.0.0", token, pageFolder });
    const asked = await get("/");
    expect(asked.status).toBe(401);
    expect(asked.body).toContain("Token of this server");
    expect(asked.body).not.toContain(token);
    expect(await get("/sign-in.js")).toMatchObject({ status: 200, body: expect.stringContaining("/api/session") });

    expect((await post("/api/session", {}, { "x-stepspan-token": "wrong" })).headers.get("set-cookie")).toBeNull();
    const given = (await post("/api/session", {})).headers.get("set-cookie") ?? "";
    expect(given).toMatch(/^stepspan-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(given).not.toContain(token);
    const cookie = `theme=dark; ${given.split(";")[0]}`;
    expect(await get("/", { cookie })).toMatchObject({
      status: 200,
      body: `<head><meta name="stepspan-token" content="${token}" /></head>`,
    });
    expect((await get("/api/runs", { cookie })).status).toBe(200);
    const changes = await openMessages(`${url}/api/changes`, { cookie });
    expect(await changes.next()).toEqual({ event: "ready", data: {}, id: null });
    // Browsers send cookies by themselves, so they change nothing.
    expect((await post("/api/runs", {}, { cookie, "x-stepspan-token": "" })).status).toBe(401);
  });

  it("answers under its addresses and the name of the machine, not under other names", async () => {
    const { port } = await servedStudio({ host: "0.0.0.0", token });
    const statusAs = async (host: string) => {
      const answer = await rawRequest(port, `GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`);
      return Number(answer.split(" ", 2)[1]);
    };
    for (const host of ["192.168.1.7", "[fe80::1]", hostname(), "localhost"]) expect([host, await statusAs(host)]).toEqual([host, 401]); // biome-ignore format: one line
    for (const host of ["evil.example", "192.168.1.7.evil.example"]) expect([host, await statusAs(host)]).toEqual([host, 403]); // biome-ignore format: one line
  });
});

describe("serveStudio", () => {
  it.each([
    [{ port: 1.5 }, "serveStudio got 1.5 as port. Give a whole number from 1 to 65535, or 0 for any free one."],
    [{ port: 65_536 }, "serveStudio got 65536 as port. Give a whole number from 1 to 65535, or 0 for any free one."],
    [
      { token: "short" },
      "serveStudio got a token that is not 16 to 256 visible characters of ASCII without spaces. Give one, or none for a random one.",
    ],
    [
      { prot: 1 },
      'serveStudio got the unknown option "prot". Did you mean "port"? Its options are engine, store, workflows, observer, classes, holdUps, port, host, token, clock.',
    ],
    [
      { host: "203.0.113.1", token },
      "serveStudio could not listen on 203.0.113.1, port 0: this machine has no such address. Give one of its own, or none.",
    ],
  ])("refuses %j", async (options, message) => {
    await expect(servedStudio(options as object)).rejects.toThrow(new DefinitionError(message));
  });

  it("refuses a port that is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await expect(servedStudio({ port })).rejects.toThrow(
      new DefinitionError(
        `serveStudio could not listen on 127.0.0.1, port ${port}: the port is in use. Give another one, or none for any that is free.`,
      ),
    );
  });

  it("listens on 127.0.0.1 alone, makes a token of its own, and puts it into no address", async () => {
    const [one, other] = [await servedStudio(), await servedStudio({ host: "localhost" })];
    expect(one.url).toBe(`http://127.0.0.1:${one.port}`);
    expect(other.url).toBe(`http://127.0.0.1:${other.port}`);
    expect(one.token).toMatch(/^[\w-]{43}$/);
    expect(one.token).not.toBe(other.token);
  });

  it("can listen on ::1", async () => {
    const { url, get } = await servedStudio({ host: "::1" });
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await get("/api/runs")).status).toBe(200);
  });
});
