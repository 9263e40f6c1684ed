import { workflow } from "@stepspan/dsl";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ServedStudio, servedStudio } from "../support/served-studio.ts";

const counting = workflow("counting", { input: z.object({ orders: z.array(z.object({ price: z.number() })) }) }).step(
  "count",
  {
    params: { orders: ({ input }) => input.orders },
    run: ({ orders }: { orders: readonly unknown[] }) => orders.length,
  },
);

const valid = { workflow: "counting", input: { orders: [] } };

async function served(): Promise<ServedStudio> {
  return servedStudio({ workflows: [counting] });
}

async function hasNoRuns({ engine }: ServedStudio): Promise<void> {
  expect(await engine.runs.list()).toEqual([]);
}

describe("a change", () => {
  it("is carried out with the token, JSON and the server's own origin, or none", async () => {
    const { post, url } = await served();
    expect((await post("/api/runs", valid)).status).toBe(200);
    expect((await post("/api/runs", valid, { origin: url, "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await post("/api/runs", valid, { "content-type": "Application/JSON; charset=utf-8" })).status).toBe(200);
  });

  it("needs the token", async () => {
    const studio = await served();
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${studio.url}/api/runs`, { method: "POST", headers, body: JSON.stringify(valid) });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: "The request has no token. Send that of this server in the header x-stepspan-token." },
    ]);
    await hasNoRuns(studio);
  });

  it.each([["wrong"], ["the token and more"], [""]])("needs the right token, not %j", async (kind) => {
    const studio = await served();
    const given = kind === "the token and more" ? `${studio.token}x` : kind;
    expect(await studio.post("/api/runs", valid, { "x-stepspan-token": given })).toMatchObject({
      status: 401,
      body: {
        error:
          "The token in the header x-stepspan-token is not that of this server; each start makes a new one. Load the page again.",
      },
    });
    await hasNoRuns(studio);
  });

  it("does not take the token from the address or a cookie", async () => {
    const studio = await served();
    const headers = { "content-type": "application/json", cookie: `x-stepspan-token=${studio.token}` };
    const path = `/api/runs?token=${studio.token}&x-stepspan-token=${studio.token}`;
    const answer = await fetch(`${studio.url}${path}`, { method: "POST", headers, body: JSON.stringify(valid) });
    expect(answer.status).toBe(401);
    await hasNoRuns(studio);
  });

  it.each([
    ["http://evil.example", 'a page of "http://evil.example"'],
    ["null", 'a page of "null"'],
    ["http://localhost:1", 'a page of "http://localhost:1"'],
  ])("of a page of %s is refused, also with the token", async (origin, shown) => {
    const studio = await served();
    const error = `The request comes from ${shown}, and this server answers only its own page. Open http://127.0.0.1:${studio.port}/ itself.`;
    expect(await studio.post("/api/runs", valid, { origin })).toMatchObject({ status: 403, body: { error } });
    await hasNoRuns(studio);
  });

  it("of the own address under https, or with another port, is foreign", async () => {
    const studio = await served();
    for (const origin of [`https://127.0.0.1:${studio.port}`, "http://127.0.0.1", `http://localhost:${studio.port}`]) {
      expect((await studio.post("/api/runs", valid, { origin })).status).toBe(403);
    }
    await hasNoRuns(studio);
  });

  it("is no form, whatever a form can send", async () => {
    const studio = await served();
    for (const type of ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"]) {
      expect(await studio.post("/api/runs", JSON.stringify(valid), { "content-type": type })).toMatchObject({
        status: 415,
        body: { error: `The body has the content type "${type}". Send JSON, with the content type application/json.` },
      });
    }
    expect(await studio.post("/api/runs", valid, { "content-type": "" })).toMatchObject({
      status: 415,
      body: { error: "The body has no content type. Send JSON, with the content type application/json." },
    });
    await hasNoRuns(studio);
  });

  it("is never made by GET, nor by other methods", async () => {
    const studio = await served();
    const headers = { "x-stepspan-token": studio.token };
    await studio.engine.run(counting, { orders: [] }, { runId: "r" });
    for (const act of ["cancel", "pause", "resume", "rerun"]) {
      expect((await studio.get(`/api/runs/r/${act}`, headers)).status).toBe(404);
    }
    for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"]) {
      const answer = await fetch(`${studio.url}/api/runs`, { method, headers });
      expect([method, answer.status]).toEqual([method, 405]);
      if (method !== "HEAD")
        expect(await answer.json()).toEqual({ error: `The server takes GET and POST, not "${method}".` });
    }
    expect(await studio.engine.runs.list()).toHaveLength(1);
  });

  it.each([
    ["[]", 'The body is no JSON object. Send an object with the fields "workflow", "input".'],
    ["null", 'The body is no JSON object. Send an object with the fields "workflow", "input".'],
    [
      '{"workflow":"counting","inputs":1}',
      'The body has the unknown field "inputs". Send an object with the fields "workflow", "input".',
    ],
    ['{"input":{}}', 'The body has no text as "workflow". Send one.'],
  ])("has a body of its fields: %s is none", async (body, error) => {
    const studio = await served();
    expect(await studio.post("/api/runs", body)).toMatchObject({ status: 400, body: { error } });
    await hasNoRuns(studio);
  });

  it("has a body that is JSON in UTF-8", async () => {
    const studio = await served();
    expect(await studio.post("/api/runs", "{workflow}")).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^The body is not JSON: "SyntaxError: .*"\. Send a JSON object\.$/) },
    });
    const headers = { "content-type": "application/json", "x-stepspan-token": studio.token };
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    const answer = await fetch(`${studio.url}/api/runs`, { method: "POST", headers, body });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: "The body is not UTF-8. Send JSON in UTF-8." },
    ]);
  });

  it("leaves prototypes alone, however its body is nested", async () => {
    const studio = await served();
    await studio.post("/api/runs", '{"workflow":"counting","input":{"orders":[],"__proto__":{"polluted":1}}}');
    await studio.post("/api/runs", '{"__proto__":{"workflow":"counting"}}');
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    const deep = `{"workflow":"counting","input":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await studio.post("/api/runs", deep)).status).toBe(422);
  });
});

describe("an input that does not fit", () => {
  it("is refused with the places where it does not, and nothing runs", async () => {
    const studio = await served();
    const input = { orders: [{ price: 1 }, { price: "2" }] };
    expect(await studio.post("/api/runs", { workflow: "counting", input })).toMatchObject({
      status: 422,
      body: {
        error:
          'The input of workflow "counting" does not match its schema: .orders[1].price: Invalid input: expected number, received string.',
        issues: [{ path: ".orders[1].price", message: "Invalid input: expected number, received string" }],
      },
    });
    await hasNoRuns(studio);
  });

  it("of a workflow that is not there names those that are", async () => {
    const studio = await served();
    expect(await studio.post("/api/runs", { workflow: "counts" })).toMatchObject({
      status: 404,
      body: { error: 'There is no workflow "counts" to start. The workflows are "counting".' },
    });
  });
});

describe("reading", () => {
  it("is refused to pages of other sites", async () => {
    const { get, port } = await served();
    for (const path of ["/api/runs", "/api/changes", "/api/runs/r/stream", "/api/workflows"]) {
      for (const headers of [
        { origin: "http://evil.example" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ]) {
        // biome-ignore format: one line
        const { status, body } = await get(path, headers as Record<string, string>);
        expect([path, status]).toEqual([path, 403]);
        const from = "origin" in headers ? 'a page of "http://evil.example"' : "a page of another site";
        expect(body).toEqual({
          error: `The request comes from ${from}, and this server answers only its own page. Open http://127.0.0.1:${port}/ itself.`,
        });
      }
    }
  });

  it("of what is not there says where things are", async () => {
    const { get } = await served();
    const error = "There is nothing at this address. The page is at /, what it reads below /api/.";
    for (const path of ["/nothing", "/api", "/api/", "/api/runs/a/b/c", "/index.html", "/sign-in.js"]) {
      expect([path, await get(path)]).toMatchObject([path, { status: 404, body: { error } }]);
    }
  });
});
