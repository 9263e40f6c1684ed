import {
  type ClassRegistry,
  type Clock,
  DefinitionError,
  type Engine,
  type Runnable,
  type Store,
  suggest,
} from "@stepspan/engine";
import { randomToken } from "./access.ts";
import type { AskHoldUps } from "./hold-up-watch.ts";
import { isLoopback } from "./own-hosts.ts";
import type { StudioObserver } from "./studio-observer.ts";

/** What the page is served from, and where. */
export interface StudioOptions {
  /** Starts and steers runs. */
  readonly engine: Engine;
  /** That of the engine: what is shown is read from it alone. */
  readonly store: Store;
  /** Those that can be started on the page. */
  readonly workflows: readonly Runnable[];
  /**
   * One that the engine has too. Without it the page learns of events by looking at the store twice a second, and what
   * steps emit is not shown. Default: none.
   */
  readonly observer?: StudioObserver;
  /**
   * The registry that the engine has: then the page shows what instances of these classes are made of. Default: none, so
   * that labels stand for instances.
   */
  readonly classes?: ClassRegistry;
  /**
   * Asked about the run that a page shows, every other second while it goes on: why it does not, where its events cannot
   * say it. Sentences, which the page shows as they are. Default: nothing is asked.
   */
  readonly holdUps?: AskHoldUps;
  /** Default: any that is free. */
  readonly port?: number;
  /** The address to listen on. Another one than those of this machine alone needs a `token`. Default: `127.0.0.1`. */
  readonly host?: string;
  /** At least 16 visible characters of ASCII. Needed to change anything; with another address, to read too. Default: random. */
  readonly token?: string;
  /** When the store is looked at again. Default: the machine's clock. */
  readonly clock?: Clock;
}

/** The options with their defaults, as far as they say where the server is. */
export interface StudioSettings {
  readonly port: number;
  readonly host: string;
  readonly token: string;
  readonly isNeededToRead: boolean;
  readonly workflows: ReadonlyMap<string, Runnable>;
}

const known = ["engine", "store", "workflows", "observer", "classes", "holdUps", "port", "host", "token", "clock"];

/** @throws DefinitionError for unknown options and values that make no sense */
export function settingsOf(options: StudioOptions): StudioSettings {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const problem = `serveStudio got the unknown option ${JSON.stringify(unknown)}.${suggest(unknown, known)}`;
    throw new DefinitionError(`${problem} Its options are ${known.join(", ")}.`);
  }
  const { port = 0, token } = options;
  const host = options.host === undefined || options.host === "localhost" ? "127.0.0.1" : options.host;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new DefinitionError(
      `serveStudio got ${port} as port. Give a whole number from 1 to 65535, or 0 for any free one.`,
    );
  }
  if (token !== undefined && !/^[!-~]{16,256}$/.test(token)) {
    throw new DefinitionError(
      "serveStudio got a token that is not 16 to 256 visible characters of ASCII without spaces. Give one, or none for a random one.",
    );
  }
  const isNeededToRead = !isLoopback(host);
  if (isNeededToRead && token === undefined) {
    throw new DefinitionError(
      `serveStudio would listen on ${JSON.stringify(host)}, where other machines reach it, without a token. Give a token too, or leave host out: then only this machine reaches it.`,
    );
  }
  return { port, host, token: token ?? randomToken(), isNeededToRead, workflows: byName(options.workflows) };
}

function byName(workflows: readonly Runnable[]): ReadonlyMap<string, Runnable> {
  const found = new Map<string, Runnable>();
  for (const workflow of workflows) {
    if (found.has(workflow.name)) {
      throw new DefinitionError(
        `serveStudio got two workflows of the name ${JSON.stringify(workflow.name)}. Give each a name of its own.`,
      );
    }
    found.set(workflow.name, workflow);
  }
  return found;
}
