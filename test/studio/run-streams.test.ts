import { once } from "node:events";
import { join } from "node:path";
import { workflow } from "@stepspan/dsl";
import {
  createCodec,
  createEngine,
  decodeEvents,
  fromJson,
  type Journal,
  memoryStore,
  type RunEvent,
} from "@stepspan/engine";
import { createManualClock } from "@stepspan/engine/testing";
import { sqliteStore } from "@stepspan/sqlite";
import { defineEvent } from "stepspan";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import type { EmittedMessage } from "../../packages/studio/src/protocol.ts";
import { startProgram } from "../support/child-program.ts";
import { createHeldSteps } from "../support/held-steps.ts";
import { openSocket } from "../support/raw-request.ts";
import { type ServedStudio, servedStudio } from "../support/served-studio.ts";
import { openMessages, type ServerMessage } from "../support/server-messages.ts";
import { temporaryFile } from "../support/temporary-file.ts";
import { turn } from "../support/turn.ts";

/** The events in the messages of a stream, decoded behind the first `from`. */
function eventsIn(messages: readonly ServerMessage[], from = 0): readonly RunEvent[] {
  const encoded = messages.filter(({ event }) => event === "events").flatMap(({ data }) => data as unknown[]);
  return decodeEvents(encoded, createCodec(), from);
}

const isEnd = ({ event }: ServerMessage) => event === "end";

function hasType(type: string): (message: ServerMessage) => boolean {
  return ({ event, data }) => event === "events" && (data as RunEvent[]).some((one) => one.type === type);
}

/** A run that waits for the test, and its server. */
async function heldRun(options: Parameters<typeof servedStudio>[0] = {}) {
  const steps = createHeldSteps();
  const held = workflow("held")
    .step("hold", { run: steps.held("hold") })
    .step("after", {
      dependsOn: ["hold"],
      run: () => "done",
    });
  const studio = await servedStudio({ ...options, workflows: [held] });
  const handle = studio.engine.start(held, undefined, { runId: "r" });
  await vi.waitFor(() => expect(steps.open).toEqual(["hold"]));
  return { studio, steps, handle };
}

const streamOf = ({ url }: ServedStudio, query = "") => `${url}/api/runs/r/stream${query}`;

describe("the stream of a run", () => {
  it("has the events so far, those that follow, and ends with the run", async () => {
    const { studio, steps } = await heldRun();
    const messages = await openMessages(streamOf(studio));
    expect([messages.status, messages.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    const before = await messages.until(hasType("attempt-started"));
    await steps.succeed("hold");
    const after = await messages.until(isEnd);
    expect(eventsIn([...before, ...after])).toEqual(await studio.store.open("r").read(0, Infinity));
    expect(after.at(-1)).toEqual({ event: "end", data: { status: "succeeded" }, id: null });
    expect(await messages.next()).toBeNull();
  });

  it("of a run that is over has all of it, and ends", async () => {
    const { studio, steps, handle } = await heldRun();
    await steps.succeed("hold");
    await handle.result;
    const messages = await (await openMessages(streamOf(studio))).until(isEnd);
    expect(eventsIn(messages)).toEqual(await studio.store.open("r").read(0, Infinity));
    expect(await (await openMessages(streamOf(studio, "?from=1000"))).until(isEnd)).toEqual([
      { event: "end", data: { status: "succeeded" }, id: null },
    ]);
  });

  it("leaves out the events before `from`, and those that a browser says it has", async () => {
    const { studio, steps, handle } = await heldRun();
    await steps.succeed("hold");
    await handle.result;
    const all = await studio.store.open("r").read(0, Infinity);
    const behind = async (query: string, headers: Readonly<Record<string, string>>, from: number) =>
      eventsIn(await (await openMessages(streamOf(studio, query), headers)).until(isEnd), from);
    expect(await behind("?from=2", {}, 2)).toEqual(all.slice(2));
    expect(await behind("?from=2", { "last-event-id": "4" }, 4)).toEqual(all.slice(4));
    expect(await behind("?from=2", { "last-event-id": "four" }, 2)).toEqual(all.slice(2));
  });

  it("says with each message which event was the last in it", async () => {
    const { studio, steps, handle } = await heldRun();
    await steps.succeed("hold");
    await handle.result;
    const messages = await (await openMessages(streamOf(studio))).until(isEnd);
    const ids = messages.filter(({ event }) => event === "events").map(({ id }) => Number(id));
    expect(ids.at(-1)).toBe((await studio.engine.runs.list())[0]?.events);
  });

  it("has what steps emit, where the server's observer hears it", async () => {
    const progress = defineEvent("progress", z.object({ done: z.number(), text: z.string() }));
    const steps = createHeldSteps();
    const emitting = workflow("emitting").step("emit", {
      async run(_, context) {
        await steps.held("emit")(undefined, context);
        context.emit(progress, { done: 1, text: "half" });
        context.emit(progress, { done: 2, text: "x".repeat(100_000) });
        await steps.held("emit")(undefined, context);
      },
    });
    const studio = await servedStudio({ workflows: [emitting] });
    studio.engine.start(emitting, undefined, { runId: "r" });
    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    await steps.succeed("emit");
    const told = (await messages.until(({ event }) => event === "emitted")).at(-1)?.data as EmittedMessage;
    expect(told).toEqual({ path: "emit", event: "progress", time: expect.any(Number), data: expect.anything() });
    expect(createCodec().decode(fromJson(told.data, "It"), "It")).toEqual({ done: 1, text: "half" });
    const tooLarge = await messages.until(({ event }) => event === "emitted");
    expect(tooLarge.at(-1)?.data).toEqual({ path: "emit", event: "progress", time: expect.any(Number), data: null });
    await steps.succeed("emit");
    expect((await messages.until(isEnd)).at(-1)?.data).toEqual({ status: "succeeded" });
  });

  it("says what holds the run up besides, every other second, when that is another than before", async () => {
    const clock = createManualClock();
    const answers = [[], ["no workers"], ["no workers"], new Error("asked again"), []] as const;
    let asked = 0;
    const holdUps = async (runId: string) => {
      expect(runId).toBe("r");
      const answer = answers[asked++] ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const { studio, steps } = await heldRun({ clock, holdUps });
    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    await vi.waitFor(() => {
      clock.advance(2_000);
      expect(asked).toBeGreaterThanOrEqual(answers.length);
    });
    await steps.succeed("hold");
    const told = (await messages.until(isEnd)).filter(({ event }) => event === "held-up");
    expect(told.map(({ data }) => data)).toEqual([{ reasons: ["no workers"] }, { reasons: [] }]);
    const asks = asked;
    clock.advance(10_000);
    expect(asked).toBe(asks); // nobody looks any more
  });

  it("keeps a hundred of what steps emit for a slow reader, and counts the others", async () => {
    const tick = defineEvent("tick", z.number());
    const steps = createHeldSteps();
    const ticking = workflow("ticking").step("tick", {
      async run(_, context) {
        await steps.held("tick")(undefined, context);
        for (let at = 0; at < 250; at++) context.emit(tick, at);
        await steps.held("tick")(undefined, context);
      },
    });
    const studio = await servedStudio({ workflows: [ticking] });
    studio.engine.start(ticking, undefined, { runId: "r" });
    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    await steps.succeed("tick"); // all in one turn: no reader is fast enough
    await steps.succeed("tick");
    const told = await messages.until(isEnd);
    expect(told.filter(({ event }) => event === "missed")).toEqual([
      { event: "missed", data: { count: 150 }, id: null },
    ]);
    expect(told.filter(({ event }) => event === "emitted")).toHaveLength(100);
  });

  it("is alive while nothing happens: a comment comes from time to time", async () => {
    const clock = createManualClock();
    const { studio } = await heldRun({ clock });
    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    for (let beats = 0; beats < 3; beats++) {
      clock.advance(15_000);
      expect(await messages.next()).toEqual({ event: "comment", data: "still here", id: null });
    }
  });

  it("of a run that is removed meanwhile says so, and ends", async () => {
    const store = memoryStore();
    const { studio } = await heldRun({ store: { ...store, runs: { ...store.runs, get: (id) => (isGone ? null : store.runs.get(id)) } } }); // biome-ignore format: one line
    let isGone = false;
    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    isGone = true;
    studio.observer.onEvent(
      { type: "run-paused", sequence: 99, time: 0 },
      { runId: "r", workflow: "held", resumedFrom: null },
    );
    expect((await messages.until(() => false)).at(-1)).toEqual({
      event: "failure",
      data: { error: 'The store does not keep run "r" any more.' },
      id: null,
    });
  });

  it("of a store that gives fewer events than it says that it has is no endless loop", async () => {
    const store = memoryStore();
    const { studio } = await heldRun({ store });
    const get = store.runs.get.bind(store.runs);
    vi.spyOn(store.runs, "get").mockImplementation(async (runId) => ({ ...(await get(runId))!, events: 9 }));
    const messages = await (await openMessages(streamOf(studio))).until(() => false);
    const count = eventsIn(messages).length;
    expect(messages.at(-1)?.data).toEqual({
      error: `The store has 9 events of run "r", and gives only ${count} of them. Mend the store, or restore it from a backup.`,
    });
  });

  it("of a journal that cannot be read says why, and ends", async () => {
    const store = memoryStore();
    const { studio } = await heldRun({ store });
    const broken = vi.spyOn(store, "open").mockReturnValue({
      append: () => undefined,
      read: () => {
        throw new Error("event 3 is damaged");
      },
    });
    const messages = await (await openMessages(streamOf(studio))).until(() => false);
    broken.mockRestore();
    expect(messages).toEqual([
      { event: "failure", data: { error: "The server could not carry this out: event 3 is damaged" }, id: null },
    ]);
  });
});

describe("a run of another process", () => {
  it("is followed in the store that both use", async () => {
    const path = temporaryFile();
    const [here, there] = [sqliteStore(path), sqliteStore(path)];
    const steps = createHeldSteps();
    const held = workflow("held").step("hold", { run: steps.held("hold") });
    const studio = await servedStudio({ store: here, workflows: [held], limits: { pollMs: 5 } });
    const other = createEngine({ store: there, gracePeriod: 1 });
    onTestFinished(async () => {
      await other.close();
      here.close();
      there.close();
    });
    const changes = await openMessages(`${studio.url}/api/changes`);
    expect(await changes.next()).toEqual({ event: "ready", data: {}, id: null });
    const handle = other.start(held, undefined, { runId: "r" });
    expect(await changes.next()).toMatchObject({
      event: "run",
      data: { runId: "r", status: "running", isOpenHere: false },
    });
    const messages = await openMessages(streamOf(studio));
    const before = await messages.until(hasType("attempt-started"));
    await steps.succeed("hold");
    await handle.result;
    const after = await messages.until(isEnd);
    expect(eventsIn([...before, ...after])).toEqual(there.open("r").read(0, Infinity));
    expect(await changes.next()).toMatchObject({ event: "run", data: { runId: "r", status: "succeeded" } });
  });

  it("is asked for only while somebody looks", async () => {
    const clock = createManualClock();
    const store = { ...memoryStore(), isShared: true };
    const { studio } = await heldRun({ store, clock, isObserved: false });
    const get = vi.spyOn(store.runs, "get");
    const list = vi.spyOn(store.runs, "list");
    clock.advance(10_000);
    expect([get.mock.calls, list.mock.calls]).toEqual([[], []]);

    const messages = await openMessages(streamOf(studio));
    await messages.until(hasType("attempt-started"));
    await vi.waitFor(() => {
      clock.advance(500);
      expect(get.mock.calls.length).toBeGreaterThan(20);
    });
    messages.leave();
    await vi.waitFor(async () => {
      get.mockClear();
      for (let looks = 0; looks < 5; looks++) {
        clock.advance(500);
        await turn(); // the next look is due once the one before has its answers
      }
      expect(get).not.toHaveBeenCalled();
    });
    expect(list).not.toHaveBeenCalled();
  });
});

describe("many readers", () => {
  it("have a hundred streams; all others are refused, and the rest goes on", async () => {
    const { studio, steps } = await heldRun();
    const request = `GET /api/runs/r/stream HTTP/1.1\r\nHost: localhost:${studio.port}\r\n\r\n`;
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(studio.port)));
    const answers = await Promise.all(
      sockets.map(async (socket) => {
        socket.write(request);
        const first = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(String(data))));
        return first.split(" ", 2)[1];
      }),
    );
    const count = (status: string) => answers.filter((answer) => answer === status).length;
    expect([count("200"), count("503")]).toEqual([100, 900]);
    const error = "The server has 100 event streams open, which is the most. Close some pages, and try again.";
    expect(await studio.get("/api/changes")).toMatchObject({ status: 503, body: { error } });
    expect(await studio.get("/api/runs/r")).toMatchObject({ status: 200, body: { status: "running" } });
    expect((await studio.post("/api/runs/r/pause", {})).status).toBe(200);
    expect((await studio.post("/api/runs/r/resume", {})).status).toBe(200);
    await steps.succeed("hold");
    await vi.waitFor(async () => expect((await studio.get("/api/runs/r")).body).toMatchObject({ status: "succeeded" }));
    // They have ended with the run, so there is room again.
    await vi.waitFor(async () => expect((await openMessages(streamOf(studio))).status).toBe(200));
  });

  it("give their places back when they go in the middle of it", async () => {
    const { studio } = await heldRun({ limits: { streams: 1 } });
    for (let turn = 0; turn < 5; turn++) {
      const messages = await vi.waitFor(async () => {
        const opened = await openMessages(streamOf(studio));
        expect(opened.status).toBe(200);
        return opened;
      });
      expect((await studio.get("/api/runs/r/stream")).status).toBe(503);
      messages.leave();
    }
  });

  it("who do not read cost what is under way and no more, and slow nobody", async () => {
    const large = workflow("large").map("items", {
      over: () => Array.from({ length: 200 }, (_, at) => at),
      run: (_: object, context) => String(context.path).padEnd(200_000, "x"),
    });
    const studio = await servedStudio({ workflows: [large] });
    const reads: number[] = [];
    const { open } = studio.store;
    vi.spyOn(studio.store, "open").mockImplementation((...given) => {
      const journal = open(...given);
      const read: Journal["read"] = (from, limit) => {
        reads.push(from);
        return journal.read(from, limit);
      };
      return { ...journal, read };
    });
    const socket = await openSocket(studio.port);
    socket.pause();
    await studio.engine.run(large, undefined, { runId: "r" });
    reads.length = 0;
    socket.write(`GET /api/runs/r/stream HTTP/1.1\r\nHost: localhost:${studio.port}\r\n\r\n`);
    await vi.waitFor(() => expect(reads.length).toBeGreaterThan(0));
    // Another reader takes all of it meanwhile: 40 MB.
    const messages = await (await openMessages(streamOf(studio))).until(isEnd);
    expect(eventsIn(messages).length).toBe((await studio.engine.runs.list())[0]?.events);
    const furthest = Math.max(...reads);
    expect(reads.filter((from) => from === furthest)).toHaveLength(1); // one of two has come to the end
    socket.destroy();
  });

  it("who take nothing for long are let go", async () => {
    const large = workflow("large").map("items", {
      over: () => Array.from({ length: 100 }, (_, at) => at),
      run: () => "x".repeat(500_000),
    });
    const studio = await servedStudio({ workflows: [large], limits: { silenceMs: 100, streams: 1 } });
    await studio.engine.run(large, undefined, { runId: "r" });
    const socket = await openSocket(studio.port);
    socket.pause();
    socket.write(`GET /api/runs/r/stream HTTP/1.1\r\nHost: localhost:${studio.port}\r\n\r\n`);
    await vi.waitFor(async () => expect((await studio.get("/api/runs/r/stream")).status).toBe(503));
    await vi.waitFor(async () => expect((await openMessages(streamOf(studio))).status).toBe(200), { timeout: 10_000 });
  });
});

describe("a server that closes", () => {
  it("ends its streams, answers nothing any more, and leaves the run alone", async () => {
    const { studio, steps, handle } = await heldRun();
    const [run, changes] = await Promise.all([
      openMessages(streamOf(studio)),
      openMessages(`${studio.url}/api/changes`),
    ]);
    await run.until(hasType("attempt-started"));
    await changes.next();
    await Promise.all([studio.close(), studio.close()]);
    expect([await run.next(), await changes.next()]).toEqual([null, null]);
    await expect(studio.get("/api/runs")).rejects.toThrow("fetch failed");
    await steps.succeed("hold");
    expect((await handle.result).status).toBe("succeeded");
  });
});

describe("a program", () => {
  it("ends by itself once its server is closed, with streams open", async () => {
    const child = startProgram(join(import.meta.dirname, "serve-and-close.ts"));
    let printed = "";
    child.stdout.on("data", (text) => {
      printed += text;
    });
    const [code] = await once(child, "close");
    expect([code, printed]).toEqual([0, "open\nclosed\nnull\n"]);
  });
});
