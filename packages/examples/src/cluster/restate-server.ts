import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePorts } from "./free-ports.ts";
import { queryRestate } from "./query-restate.ts";
import { restateBinary } from "./restate-binary.ts";
import { restateSettings } from "./restate-settings.ts";

export interface RestateServerOptions {
  /** Suspends a handler whenever it waits, so that each wait that ends replays it from its journal. Default: false. */
  readonly alwaysReplay?: boolean;
  /** More settings, by the names of the server's environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Restate server of one node on the loopback address, with its data in a temporary folder. */
export interface RestateServer extends AsyncDisposable {
  readonly ingressUrl: string;
  readonly adminUrl: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** Ends it as a crash does. Resolves when it is gone; what it wrote stays. */
  kill(): Promise<void>;
  /** Goes on with what it wrote, at the same addresses; ends it first if it runs. Resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
  /** The rows of a query of its SQL. */
  query<Row = Record<string, unknown>>(sql: string): Promise<readonly Row[]>;
  /** Where its data are. */
  readonly folder: string;
  /** What it wrote to its log. */
  log(): string;
}

/** So long may a start take on a busy machine, in milliseconds. */
const patienceMs = 60_000;

/**
 * Starts the server that comes with npm, and resolves when it takes calls.
 *
 * @throws Error if npm has none for this platform, or if it ends or does not answer; with the end of its log
 */
export async function startRestateServer(options: RestateServerOptions = {}): Promise<RestateServer> {
  const binary = restateBinary();
  if (binary === null) throw new Error(missingServer);
  const folder = mkdtempSync(join(tmpdir(), "stepspan-restate-"));
  const [node, admin, ingress] = (await freePorts(3)) as [number, number, number]; // as many as were asked for
  const settings = restateSettings({ folder, ports: { node, admin, ingress }, ...options });
  const logFile = join(folder, "server.log");
  const [ingressUrl, adminUrl] = [`http://127.0.0.1:${ingress}`, `http://127.0.0.1:${admin}`];
  const log = () => readFileSync(logFile, "utf8");
  const query = <Row>(sql: string) => queryRestate<Row>(adminUrl, sql);

  let child: ChildProcess;
  const start = async () => {
    const file = openSync(logFile, "a");
    child = spawn(binary, ["--no-logo"], { env: { ...process.env, ...settings }, stdio: ["ignore", file, file] });
    closeSync(file);
    await answering(child, { ingressUrl, adminUrl, log });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const leaveNothing = () => {
    child.kill("SIGKILL");
    remove();
  };
  process.once("exit", leaveNothing);
  const stop = async () => {
    await end("SIGKILL"); // its data goes, too
    process.off("exit", leaveNothing);
    remove();
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...{ ingressUrl, adminUrl, folder, query, log, stop },
    get pid() {
      return child.pid!; // it was started
    },
    kill: () => end("SIGKILL"),
    restart: async () => {
      await end("SIGTERM");
      await start();
    },
    [Symbol.asyncDispose]: stop,
  };
}

const missingServer = `There is no Restate server for ${process.platform}-${process.arch} in node_modules. The package @restatedev/restate-server brings it for Linux and macOS, on x64 and arm64, unless optional dependencies are left out; install it without --no-optional, or use a server of your own.`;

interface Answering {
  readonly ingressUrl: string;
  readonly adminUrl: string;
  log(): string;
}

/** Resolves when its partitions have a leader and its ingress takes calls. */
async function answering(child: ChildProcess, { ingressUrl, adminUrl, log }: Answering): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || performance.now() > end) {
      const what = hasEnded ? `ended (${child.exitCode ?? child.signalCode})` : "did not answer in time";
      throw new Error(`The Restate server ${what}. Its log ends with:\n${log().slice(-2000)}`);
    }
    if (await answers(adminUrl, ingressUrl)) return;
    await delay(20);
  }
}

async function answers(adminUrl: string, ingressUrl: string): Promise<boolean> {
  try {
    const healthy = await Promise.all([`${adminUrl}/health`, `${ingressUrl}/restate/health`].map((url) => fetch(url)));
    await Promise.all(healthy.map((response) => response.text()));
    if (!healthy.every(({ ok }) => ok)) return false;
    await queryRestate(adminUrl, "select id from sys_invocation limit 1");
    return true;
  } catch {
    return false; // it is not there yet
  }
}
