import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { answerHeaders } from "./answer-headers.ts";
import { boundedQueue } from "./bounded-queue.ts";
import { mostWaiting, streamChanges } from "./changes-stream.ts";
import { eventStream } from "./event-stream.ts";
import { refusalAtGate } from "./gate.ts";
import type { NodeExchange } from "./node-answer.ts";
import { missingPage, type PageFile } from "./page-files.ts";
import type {
  ChangesEventName,
  DoneAnswer,
  ErrorAnswer,
  RunAnswer,
  StartedAnswer,
  WorkflowsAnswer,
} from "./protocol.ts";
import { wholeNumber } from "./query-number.ts";
import { quoted, Refusal, refusalOf } from "./refusal.ts";
import { readBody } from "./request-body.ts";
import { readEvents } from "./run-events.ts";
import { listRuns } from "./run-list.ts";
import { runIdOf } from "./run-path.ts";
import { streamRun } from "./run-stream.ts";
import type { ServerParts } from "./server-parts.ts";
import { signInPage, signInScript, signInScriptPath } from "./sign-in.ts";
import { cancelRun, knownRun, pauseRun, rerunRun, resumeRun, sendToRun, startRun } from "./steering.ts";

type Bindings = { readonly Bindings: NodeExchange };
type Asked = Context<Bindings>;

/** The routes of the server. Whoever gets here has passed the check of the Host header. */
export function createApp(parts: ServerParts): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(answerHeaders)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  });
  app.use(async (context, next) => {
    const refusal = refusalAtGate({ ...askedOf(context.env.incoming), path: context.req.path }, parts.access);
    if (refusal !== null) throw refusal;
    const leave = parts.requests.take();
    context.env.outgoing.once("close", leave);
    await next();
    if (context.res.headers.get("content-type") === "text/event-stream") leave(); // streams have places of their own
  });
  addReading(app, parts);
  addStreams(app, parts);
  addChanges(app, parts);
  addPage(app, parts);
  app.notFound(() => {
    throw new Refusal(404, "There is nothing at this address. The page is at /, what it reads below /api/.");
  });
  app.onError((thrown, context) => {
    const { status, message, issues } = refusalOf(thrown);
    const answer: ErrorAnswer = { error: message, ...(issues.length > 0 && { issues }) };
    return context.json(answer, status);
  });
  return app;
}

function addReading(app: Hono<Bindings>, parts: ServerParts): void {
  const { store, summaryOf } = parts;
  app.get("/api/runs", async (context) => {
    return context.json(await listRuns(context.req.query(), store, summaryOf));
  });
  app.get("/api/runs/:runId", async (context) => {
    const answer: RunAnswer = await summaryOf(await knownRun(runIdIn(context), parts));
    return context.json(answer);
  });
  app.get("/api/runs/:runId/events", async (context) => {
    const { runId } = await knownRun(runIdIn(context), parts);
    const { from, limit } = context.req.query();
    const text = await readEvents({ runId, from, limit }, parts);
    return context.body(text, 200, { "content-type": "application/json; charset=utf-8" });
  });
  app.get("/api/workflows", (context) => context.json({ workflows: parts.summaries } satisfies WorkflowsAnswer));
}

function addStreams(app: Hono<Bindings>, parts: ServerParts): void {
  app.get("/api/runs/:runId/stream", async (context) => {
    const { runId } = await knownRun(runIdIn(context), parts);
    const last = context.req.header("last-event-id");
    const given = wholeNumber("from", context.req.query("from"), { least: 0, usual: 0 });
    const from = last !== undefined && /^[0-9]{1,15}$/.test(last) ? Number(last) : given;
    return eventStream(context, parts.streams, (stream) => streamRun(stream, { runId, from }, parts));
  });
  app.get("/api/changes", async (context) => {
    const changed = boundedQueue<Parameters<typeof parts.summaryOf>[0]>(mostWaiting);
    return eventStream(context, parts.streams, async (stream) => {
      const unwatch = await parts.watch.watchStatuses((run) => {
        changed.add(run);
        stream.ring();
      });
      try {
        await stream.send("ready" satisfies ChangesEventName, "{}");
        await streamChanges(stream, changed, parts.summaryOf);
      } finally {
        unwatch();
      }
    });
  });
}

function addChanges(app: Hono<Bindings>, parts: ServerParts): void {
  const done: DoneAnswer = {};
  app.post("/api/session", async (context) => {
    await readBody(context.req.raw, []);
    context.header("set-cookie", parts.access.sessionCookie);
    return context.json(done);
  });
  app.post("/api/runs", async (context) => {
    const answer: StartedAnswer = await startRun(await readBody(context.req.raw, ["workflow", "input"]), parts);
    return context.json(answer);
  });
  app.post("/api/runs/:runId/rerun", async (context) => {
    const body = await readBody(context.req.raw, ["from", "failedOnly"]);
    return context.json(await rerunRun(runIdIn(context), body, parts));
  });
  app.post("/api/runs/:runId/cancel", async (context) => {
    await cancelRun(runIdIn(context), await readBody(context.req.raw, ["reason"]), parts);
    return context.json(done);
  });
  app.post("/api/runs/:runId/pause", async (context) => {
    await readBody(context.req.raw, []);
    await pauseRun(runIdIn(context), parts);
    return context.json(done);
  });
  app.post("/api/runs/:runId/resume", async (context) => {
    await readBody(context.req.raw, []);
    await resumeRun(runIdIn(context), parts);
    return context.json(done);
  });
  app.post("/api/runs/:runId/events", async (context) => {
    await sendToRun(runIdIn(context), await readBody(context.req.raw, ["event", "data", "to"]), parts);
    return context.json(done);
  });
}

function addPage(app: Hono<Bindings>, { access, page, document }: ServerParts): void {
  app.get("/", (context) => {
    if (!access.isNeededToRead || access.hasSession(context.env.incoming.headers.cookie)) {
      return document === null ? answerFile(context, missingPage(), 503) : answerFile(context, document);
    }
    return answerFile(context, signInPage, 401);
  });
  app.get("*", (context) => {
    const { path } = context.req;
    if (access.isNeededToRead && path === signInScriptPath) return answerFile(context, signInScript);
    const file = path === "/index.html" ? undefined : page.get(path);
    if (file === undefined) return context.notFound();
    // The build writes a hash of the content into the names of what is below /assets/.
    if (path.startsWith("/assets/")) context.header("cache-control", "private, max-age=31536000, immutable");
    return answerFile(context, file);
  });
}

function answerFile(context: Asked, { bytes, type }: PageFile, status: 200 | 401 | 503 = 200): Response {
  return context.body(bytes, status, { "content-type": type });
}

function runIdIn(context: Asked): string {
  const part = context.req.param("runId") ?? "";
  const runId = runIdOf(part);
  if (runId !== "") return runId;
  throw new Refusal(404, `There is no run ${quoted(part)} in the store.`);
}

function askedOf({ method = "", headers }: IncomingMessage) {
  return { method, headers };
}
