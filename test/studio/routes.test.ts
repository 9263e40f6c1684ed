import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workflow } from "@stepspan/dsl";
import { type CodecOptions, createClassRegistry, createCodec, decodeEvents } from "@stepspan/engine";
import { defineEvent } from "stepspan";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { EventsAnswer, RunListAnswer } from "../../packages/studio/src/protocol.ts";
import { servedStudio, temporaryFolder } from "../support/served-studio.ts";

const greeting = workflow("greeting", { input: z.object({ name: z.string() }), version: "2" }).step("greet", {
  params: { name: ({ input }) => input.name },
  run: ({ name }: { name: string }) => `hello, ${name}`,
});

const page = `<!doctype html><html><head><meta name="stepspan-token" content="" /></head><body></body></html>`;

function builtPage(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(join(folder, "assets/main-1a2b.js"), "console.log(1)");
  return folder;
}

describe("the page", () => {
  it("is given with the token in its meta element", async () => {
    const { get, token } = await servedStudio({ pageFolder: builtPage(), token: `"><script>alert(1)</script>` });
    const { status, body, headers } = await get("/");
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-store",
    ]);
    expect(token).toBe(`"><script>alert(1)</script>`);
    expect(body).toBe(page.replace('content=""', 'content="&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;"'));
  });

  it("has its files, whose names change with their content", async () => {
    const { get } = await servedStudio({ pageFolder: builtPage() });
    const { status, body, headers } = await get("/assets/main-1a2b.js");
    expect([status, body, headers.get("content-type"), headers.get("cache-control")]).toEqual([
      200,
      "console.log(1)",
      "text/javascript; charset=utf-8",
      "private, max-age=31536000, immutable",
    ]);
  });

  it("is at / alone, where it has the token", async () => {
    const { get } = await servedStudio({ pageFolder: builtPage() });
    for (const path of ["/index.html", "/assets/../index.html", "/assets/"]) expect((await get(path)).status).toBe(404);
  });

  it("that was not built says how to build it", async () => {
    const { get } = await servedStudio();
    expect(await get("/")).toMatchObject({
      status: 503,
      body: "The page of Stepspan Studio is not built, so there is nothing to show. Build it: pnpm build in the repository, or install @stepspan/studio from the registry, which has it.\n",
    });
  });

  it("and all answers forbid other pages to load, frame or sniff them", async () => {
    const { get } = await servedStudio({ pageFolder: builtPage() });
    for (const path of ["/", "/assets/main-1a2b.js", "/api/runs", "/api/nothing"]) {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-security-policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  });
});

describe("the list of runs", () => {
  it("has the newest first, page by page", async () => {
    const { engine, get } = await servedStudio({ workflows: [greeting] });
    for (const runId of ["one", "two", "three"]) {
      await engine.run(greeting, { name: runId }, { runId, metadata: { tag: "x", deep: { not: "shown" } } });
    }
    const first = (await get("/api/runs?limit=2")).body as RunListAnswer;
    expect(first.runs.map(({ runId }) => runId)).toEqual(["three", "two"]);
    expect(first.runs[0]).toEqual({
      ...{ runId: "three", workflow: "greeting", version: "2", status: "succeeded", events: expect.any(Number) },
      ...{ startedAt: expect.any(Number), finishedAt: expect.any(Number), metadata: { tag: "x" } },
      ...{ parentRunId: null, rerunOf: null, isOpenHere: false },
    });
    expect(first.next).toBe("two");
    const second = (await get("/api/runs?limit=2&after=two")).body as RunListAnswer;
    expect([second.runs.map(({ runId }) => runId), second.next]).toEqual([["one"], null]);
  });

  it("is filtered by status and workflow, and searched by parts of ids and names", async () => {
    const failing = workflow("Falling").step("fall", {
      run: () => {
        throw new Error("down");
      },
    });
    const { engine, get } = await servedStudio({ workflows: [greeting, failing] });
    await engine.run(greeting, { name: "x" }, { runId: "a-Needle-b" });
    await engine.run(failing, undefined, { runId: "fallen" }).catch(() => undefined);
    const found = async (query: string) =>
      ((await get(`/api/runs?${query}`)).body as RunListAnswer).runs.map(({ runId }) => runId);
    expect(await found("status=failed")).toEqual(["fallen"]);
    expect(await found("status=failed,succeeded")).toEqual(["fallen", "a-Needle-b"]);
    expect(await found("status=&workflow=&search=")).toEqual(["fallen", "a-Needle-b"]);
    expect(await found("workflow=greeting")).toEqual(["a-Needle-b"]);
    expect(await found("search=needle")).toEqual(["a-Needle-b"]);
    expect(await found("search=fALLing")).toEqual(["fallen"]);
    expect(await found("search=nothing")).toEqual([]);
  });

  it("gives all that a search finds, one page after the other", async () => {
    const { engine, get } = await servedStudio({ workflows: [greeting] });
    for (let at = 0; at < 450; at++) await engine.run(greeting, { name: "x" }, { runId: at % 3 === 0 ? `odd-${at}` : `${at}` }); // biome-ignore format: one line
    const found: string[] = [];
    let next: string | null = null;
    do {
      const { body } = await get(`/api/runs?search=ODD&limit=40${next === null ? "" : `&after=${next}`}`);
      const answer = body as RunListAnswer;
      found.push(...answer.runs.map(({ runId }) => runId));
      next = answer.next;
    } while (next !== null);
    expect(found).toEqual(Array.from({ length: 150 }, (_, at) => `odd-${447 - 3 * at}`));
  });

  it.each([
    ["limit=0", 'The query has "0" as limit. Give a whole number of at least 1.'],
    ["limit=1e3", 'The query has "1e3" as limit. Give a whole number of at least 1.'],
    ["limit=-1", 'The query has "-1" as limit. Give a whole number of at least 1.'],
    [
      "status=done",
      'There is no status "done" of runs. The statuses are running, paused, parked, succeeded, failed, cancelled.',
    ],
    ["after=gone", 'There is no run "gone" any more behind which the list could go on. Begin it anew.'],
  ])("refuses %s", async (query, error) => {
    const { get } = await servedStudio();
    expect(await get(`/api/runs?${query}`)).toMatchObject({ status: 400, body: { error } });
  });
});

describe("a run", () => {
  it("is told in brief", async () => {
    const { engine, get } = await servedStudio({ workflows: [greeting] });
    await engine.run(greeting, { name: "x" }, { runId: "r" });
    const rerun = await engine.rerun("r", { from: "greet" });
    await rerun.result;
    expect((await get(`/api/runs/${rerun.runId}`)).body).toMatchObject({ rerunOf: { runId: "r", from: "greet" } });
  });

  it("gives its events, page by page, as decodeEvents reads them", async () => {
    const { engine, store, get } = await servedStudio({ workflows: [greeting] });
    await engine.run(greeting, { name: "x" }, { runId: "r" });
    const all = await store.open("r").read(0, Infinity);
    const read: unknown[] = [];
    for (let next: number | null = 0; next !== null; ) {
      const answer = (await get(`/api/runs/r/events?from=${next}&limit=2`)).body as EventsAnswer;
      expect(answer.events.length).toBeLessThanOrEqual(2);
      read.push(...decodeEvents(answer.events, createCodec(), next));
      next = answer.next;
    }
    expect(read).toEqual(all);
    expect((await get("/api/runs/r/events?from=1000")).body).toEqual({ events: [], next: null });
  });

  it("ends an answer that has grown large, and says where it goes on", async () => {
    const large = workflow("large").map("items", {
      over: () => Array.from({ length: 30 }, (_, at) => at),
      run: () => "x".repeat(1_000_000),
    });
    const { engine, get } = await servedStudio();
    await engine.run(large, undefined, { runId: "r" });
    const sizes: number[] = [];
    const read: unknown[] = [];
    for (let next: number | null = 0; next !== null; ) {
      const { body } = await get(`/api/runs/r/events?from=${next}`);
      const answer = body as EventsAnswer;
      sizes.push(JSON.stringify(body).length);
      read.push(...decodeEvents(answer.events, createCodec(), next));
      next = answer.next;
    }
    // The output of the whole is one event of 30 MB, which is shortened to what a page can read.
    expect(Math.max(...sizes)).toBeLessThan(20_000_000);
    expect(sizes.length).toBeGreaterThan(3);
    expect(read.length).toBe((await engine.runs.list())[0]?.events);
  });

  it("has labels for instances of the program's classes, or what they are made of where it has the classes", async () => {
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
    }
    const classes = createClassRegistry();
    classes.registerClass(Money, { encode: ({ cents }) => cents, decode: (cents) => new Money(cents) });
    const paying = workflow("paying")
      .step("price", { run: () => ({ amount: new Money(5), currency: "EUR" }) })
      .step("pay", {
        params: { price: ({ stepSpan }) => stepSpan("price").output },
        run: ({ price }) => price.currency,
      });
    const outputIn = async (given: Parameters<typeof servedStudio>[0], reading: CodecOptions) => {
      const { engine, get } = await servedStudio({ ...given, engine: { classes } });
      await engine.run(paying, undefined, { runId: "r" });
      const { events } = (await get("/api/runs/r/events")).body as EventsAnswer;
      const found = decodeEvents(events, createCodec(reading)).find(({ type }) => type === "step-succeeded");
      return Reflect.get(found ?? {}, "output");
    };
    expect(await outputIn({}, {})).toEqual({ amount: expect.stringContaining("Money"), currency: "EUR" });
    expect(await outputIn({ classes }, { classes })).toEqual({ amount: new Money(5), currency: "EUR" });
  });

  it.each(["/api/runs/none", "/api/runs/none/events", "/api/runs/none/stream"])(
    "that is not there: %s",
    async (path) => {
      const { get } = await servedStudio();
      const error = 'There is no run "none" in the store. The list of runs shows those that are kept.';
      expect(await get(path)).toMatchObject({ status: 404, body: { error } });
    },
  );
});

describe("the workflows", () => {
  it("are told with the JSON schemas of their inputs and the events that their steps wait for", async () => {
    const verdict = defineEvent("verdict", z.object({ isFine: z.boolean() }));
    const inner = workflow("inner").wait("judge", { event: verdict });
    const outer = workflow("outer", { input: z.object({ day: z.string(), at: z.date().optional() }) })
      .subflow("inner", { workflow: inner })
      .wait("again", { event: defineEvent("again", z.string()) });
    const { get } = await servedStudio({ workflows: [greeting, outer, inner] });
    expect((await get("/api/workflows")).body).toEqual({
      workflows: [
        {
          ...{ name: "greeting", version: "2", waits: [] },
          inputSchema: {
            $schema: "https://json-schema.org/draft/2020-12/schema",
            type: "object",
            properties: { name: { type: "string" } },
            required: ["name"],
          },
        },
        {
          ...{ name: "outer", version: null, waits: ["again", "verdict"] },
          inputSchema: expect.objectContaining({ properties: { day: { type: "string" }, at: {} } }),
        },
        { name: "inner", version: null, waits: ["verdict"], inputSchema: null },
      ],
    });
  });
});
