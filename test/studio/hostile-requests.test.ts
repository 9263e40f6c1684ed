import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { workflow } from "@stepspan/dsl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runPath } from "../../packages/studio/src/run-path.ts";
import { openSocket, rawRequest } from "../support/raw-request.ts";
import { servedStudio, temporaryFolder } from "../support/served-studio.ts";

const nothing = workflow("nothing").step("do", { run: () => "nothing" });

beforeEach(() => {
  for (const method of ["log", "info", "warn", "error"] as const) vi.spyOn(console, method);
});

afterEach(() => {
  for (const method of ["log", "info", "warn", "error"] as const) expect(console[method]).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

/** Status and error of an answer as it came over the wire. */
function told(answer: string): readonly unknown[] {
  const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
  return [Number(answer.split(" ", 2)[1]), JSON.parse(body).error];
}

describe("the Host header", () => {
  it.each(["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])("may be %s with the port", async (name) => {
    const { port } = await servedStudio();
    const answer = await rawRequest(
      port,
      `GET /api/runs HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.1", "[::2]", "localhost."])(
    "may not be %s: a foreign page would reach the server under its own name",
    async (name) => {
      const { port } = await servedStudio();
      const answer = await rawRequest(port, `GET /api/runs HTTP/1.1\r\nHost: ${name}:${port}\r\n\r\n`);
      const error = `This server does not answer as "${name}:${port}", so that no foreign page reaches it under a name of its own. Open it as one of localhost:${port}, 127.0.0.1:${port}, [::1]:${port}.`;
      expect(told(answer)).toEqual([403, error]);
      expect(answer).toContain("content-security-policy: default-src 'self'");
    },
  );

  it("has the port of the server", async () => {
    const { port } = await servedStudio();
    for (const host of ["localhost", "localhost:1", "127.0.0.1:80"]) {
      expect(await rawRequest(port, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  it.each([
    "",
    "[",
    "[::1",
    "a b",
    "a/b",
    "user@localhost",
    "localhost:99999999",
    "%6cocalhost",
    "lo\u0001calhost",
    "ä",
    ":",
    "a:b:c",
  ])("that is malformed is refused: %j", async (host) => {
    const { port, get } = await servedStudio();
    const answer = await rawRequest(port, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get("/api/runs")).status).toBe(200);
  });

  it("that is malformed is quoted, and cut", async () => {
    const { port } = await servedStudio();
    const answer = await rawRequest(port, `GET / HTTP/1.1\r\nHost: <img>${"x".repeat(10_000)}\r\n\r\n`);
    const error = `The request has the Host header "<img>${"x".repeat(95)}…", which is malformed. Send the name and the port of this server: localhost:${port}.`;
    expect(told(answer)).toEqual([400, error]);
  });

  it("is there, and once", async () => {
    const { port } = await servedStudio();
    expect(told(await rawRequest(port, "GET / HTTP/1.0\r\n\r\n"))).toEqual([
      400,
      `The request has no Host header. Send the name and the port of this server: localhost:${port}.`,
    ]);
    const twice = `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nHost: evil.example\r\n\r\n`;
    expect(await rawRequest(port, twice)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("what is asked for", () => {
  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/%252e%252e%252fsecret.txt",
    "/assets/..%255c..%255csecret.txt",
    "/assets//../secret.txt",
    "/assets/main.js%00.txt",
    "//secret.txt",
    "/%",
    "/%zz",
    "/%c0%ae%c0%ae/secret.txt",
    "/assets/",
    "/assets",
    "/constructor",
    "/__proto__",
  ])("reaches no file but those of the page: %s", async (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "secret.txt"), "the secret");
    mkdirSync(join(folder, "page/assets"), { recursive: true });
    writeFileSync(join(folder, "page/index.html"), "<head></head>");
    writeFileSync(join(folder, "page/assets/main.js"), "1");
    const { port } = await servedStudio({ pageFolder: join(folder, "page") });
    const answer = await rawRequest(
      port,
      `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain("the secret");
  });

  it.each(["http://evil.example/", "/..\\secret.txt", "*", "/a#b"])("is a path: %s is none", async (target) => {
    const { port } = await servedStudio();
    const answer = await rawRequest(port, `OPTIONS ${target} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
    expect(told(answer)).toEqual([
      400,
      `The request asks for ${JSON.stringify(target)}, which is no path of this server. Ask for a path: /.`,
    ]);
  });

  it.each([
    "../../etc/passwd",
    "..",
    ".",
    "%2e%2e",
    "%2E%2E%2F",
    "%",
    "\0",
    "a/b?c#d&e=f",
    '"quoted"',
    '"',
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\u001b[2J",
    "\u202eevil",
    "\ud800",
    "ß".repeat(5_000),
    "__proto__",
  ])("can be a run of any id: %j", async (runId) => {
    const { engine, get, post, url } = await servedStudio({ workflows: [nothing] });
    await engine.run(nothing, undefined, { runId });
    const path = runPath(runId);
    expect(new URL(`${url}${path}/events`).pathname).toBe(`${path}/events`);
    expect(await get(path)).toMatchObject({ status: 200, body: { runId, status: "succeeded" } });
    expect(await get(`${path}/events?limit=1`)).toMatchObject({ status: 200, body: { next: 1 } });
    expect((await post(`${path}/rerun`, { from: "do" })).status).toBe(200);
    expect((await get("/api/runs?limit=5")).body).toMatchObject({ runs: [{ rerunOf: { runId } }, { runId }] });
  });
});

describe("a request of too much", () => {
  it("is refused by what it says of its length, before its body is read", async () => {
    const { port, token, engine } = await servedStudio({ workflows: [nothing] });
    const socket = await openSocket(port);
    socket.write(
      `POST /api/runs HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nX-Stepspan-Token: ${token}\r\nContent-Length: ${100 * 1024 * 1024}\r\n\r\n{`,
    );
    let answer = "";
    for await (const piece of socket) {
      answer += String(piece);
      if (answer.includes("}")) break;
    }
    const error = "The body is larger than 1 MB (1048576 bytes). Start the run from a program, with engine.start.";
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain(error);
    expect(await engine.runs.list()).toEqual([]);
  });

  it("is refused while its 100 MB stream in, and costs no memory", async () => {
    const { port, token, get } = await servedStudio();
    const piece = Buffer.alloc(1024 * 1024, " ");
    const before = process.memoryUsage.rss();
    let sent = 0;
    const status = await new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json", "x-stepspan-token": token, "transfer-encoding": "chunked" };
      const asked = request({ port, host: "127.0.0.1", method: "POST", path: "/api/runs", headers }, (answer) => {
        resolve(answer.statusCode);
        answer.resume();
      });
      asked.on("error", reject);
      const write = () => {
        while (sent < 100 && !asked.destroyed) {
          sent++;
          if (!asked.write(piece)) return void asked.once("drain", write);
        }
        asked.end();
      };
      write();
    });
    expect(status).toBe(413);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60 * 1024 * 1024);
    expect((await get("/api/runs")).status).toBe(200);
  });

  it("has headers within a limit", async () => {
    const { port, get } = await servedStudio();
    const answer = await rawRequest(
      port,
      `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect((await get("/api/runs")).status).toBe(200);
  });

  it("has headers that arrive within a time", async () => {
    const { port, get } = await servedStudio({ limits: { headersMs: 50, requestMs: 100 } });
    expect(await rawRequest(port, `GET / HTTP/1.1\r\nHost: localhost:${port}\r\n`)).toMatch(/^HTTP\/1\.1 408 /);
    expect((await get("/api/runs")).status).toBe(200);
  });

  it("comes over no more connections than a limit, and the next one is let in when one goes", async () => {
    const { port, get } = await servedStudio({ limits: { connections: 3 } });
    const sockets = await Promise.all([openSocket(port), openSocket(port), openSocket(port)]);
    await expect(get("/api/runs", { connection: "close" })).rejects.toThrow("fetch failed");
    sockets[0].destroy();
    await vi.waitFor(async () => expect((await get("/api/runs")).status).toBe(200));
  });

  it("is one of no more than a limit at once", async () => {
    const { port, token, get } = await servedStudio({ limits: { requests: 1 } });
    const socket = await openSocket(port);
    socket.write(
      `POST /api/runs HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nX-Stepspan-Token: ${token}\r\nContent-Length: 10\r\n\r\n{`,
    );
    const error = "The server has 1 requests open, which is the most. Close some pages, and try again.";
    await vi.waitFor(async () => expect(await get("/api/runs")).toMatchObject({ status: 503, body: { error } }));
    socket.destroy();
    await vi.waitFor(async () => expect((await get("/api/runs")).status).toBe(200));
  });

  it("of another protocol does no harm", async () => {
    const { port, get } = await servedStudio();
    for (const text of [
      "\u0016\u0003\u0001\u0002\r\n\r\n",
      "GET\r\n\r\n",
      "\r\n\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]) {
      const socket = await openSocket(port);
      socket.end(text);
      for await (const _ of socket);
    }
    const upgrade = `GET /api/runs HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`;
    expect(await rawRequest(port, upgrade)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await rawRequest(port, `CONNECT evil.example:80 HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`)).toBe("");
    expect((await get("/api/runs")).status).toBe(200);
  });
});
