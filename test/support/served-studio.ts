import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createEngine,
  type Engine,
  type EngineOptions,
  memoryStore,
  type Runnable,
  type Store,
} from "@stepspan/engine";
import { onTestFinished } from "vitest";
import { type Studio, serveWithin } from "../../packages/studio/src/serve-studio.ts";
import { type ServerLimits, usualLimits } from "../../packages/studio/src/server-limits.ts";
import { type StudioObserver, studioObserver } from "../../packages/studio/src/studio-observer.ts";
import type { StudioOptions } from "../../packages/studio/src/studio-options.ts";

/** What a server is made with; all of it can be left out. */
export interface ServedOptions extends Partial<Omit<StudioOptions, "engine" | "observer">> {
  readonly engine?: EngineOptions;
  readonly limits?: Partial<ServerLimits>;
  /** Default: a folder that is not there. */
  readonly pageFolder?: string;
  /** Whether the server hears of events at once. Default: true. */
  readonly isObserved?: boolean;
}

/** A server, what it is served from, and the ways to ask it. */
export interface ServedStudio extends Studio {
  readonly engine: Engine;
  readonly store: Store;
  readonly observer: StudioObserver;
  readonly port: number;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** With the token, unless the headers say otherwise. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  /** Of JSON what it says, of all else the text. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** A server of the page on a free port, which ends with the test. */
export async function servedStudio(options: ServedOptions = {}): Promise<ServedStudio> {
  const { engine: engineOptions, limits, pageFolder = "/nowhere", isObserved = true, ...given } = options;
  const { store = memoryStore(), workflows = [] } = given;
  const observer = studioObserver();
  const engine = createEngine({
    store,
    workflows: workflows as readonly Runnable[],
    observers: [observer],
    gracePeriod: 1,
    ...engineOptions,
  });
  const studioOptions = { ...given, engine, store, workflows, ...(isObserved && { observer }) };
  const studio = await serveWithin(studioOptions, { ...usualLimits, ...limits }, pageFolder);
  onTestFinished(async () => {
    await studio.close();
    await engine.close();
  });
  const { url, token } = studio;
  return {
    ...{ ...studio, engine, store, observer, port: Number(new URL(url).port) },
    get: async (path, headers = {}) => answerOf(await fetch(`${url}${path}`, { headers })),
    async post(path, body, headers = {}) {
      const all = { "content-type": "application/json", "x-stepspan-token": token, ...headers };
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return answerOf(await fetch(`${url}${path}`, { method: "POST", headers: all, body: text }));
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  return {
    status,
    headers,
    body: headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : text,
  };
}

/** An empty folder of its own, which goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepspan-studio-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
