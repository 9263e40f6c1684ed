import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What stands between an engine and a server: passes on what is asked, unless it is told otherwise. */
export interface Gateway {
  readonly url: string;
  /** The paths that were asked for, in order, each with its method. */
  readonly asked: readonly string[];
  /** The next question for such a path is passed on, and its answer is lost. */
  loseAnswerOf(path: RegExp): void;
  /** The next question for such a path is not passed on: this is the answer. */
  answer(path: RegExp, status: number): void;
}

export interface GatewayOptions {
  /** Refuses whoever does not send it. Default: nobody is refused. */
  readonly token?: string;
}

/** A gateway before one of the addresses of a server, until the test is over. */
export async function gatewayTo(target: string, { token }: GatewayOptions = {}): Promise<Gateway> {
  const asked: string[] = [];
  const lost: RegExp[] = [];
  const answers: { readonly path: RegExp; readonly status: number }[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method, url = "" } = incoming;
    asked.push(`${method} ${url}`);
    if (token !== undefined && incoming.headers.authorization !== `Bearer ${token}`) {
      return void outgoing.writeHead(401, { "content-type": "application/json" }).end('{"message":"who are you?"}');
    }
    const answer = takeFrom(answers, ({ path }) => path.test(url));
    if (answer !== undefined) return void outgoing.writeHead(answer.status).end("<b>busy</b>");
    const isLost = takeFrom(lost, (path) => path.test(url)) !== undefined;
    pass(incoming, target, (passed) => {
      if (isLost) return void passed.resume().on("end", () => incoming.socket.destroy());
      passed.pipe(outgoing.writeHead(passed.statusCode ?? 500, passed.headers));
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens at a port
    asked,
    loseAnswerOf: (path) => void lost.push(path),
    answer: (path, status) => void answers.push({ path, status }),
  };
}

function takeFrom<Item>(items: Item[], isMeant: (item: Item) => boolean): Item | undefined {
  const index = items.findIndex(isMeant);
  return index === -1 ? undefined : items.splice(index, 1)[0];
}

function pass(incoming: IncomingMessage, target: string, answered: (answer: IncomingMessage) => void): void {
  const { method, headers, url = "" } = incoming;
  const passed = request(`${target}${url}`, { method: method ?? "GET", headers }, answered);
  passed.on("error", () => incoming.socket.destroy());
  incoming.pipe(passed);
}
