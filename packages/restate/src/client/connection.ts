import { StoreError } from "@stepspan/engine";
import { describeThrown } from "@stepspan/engine/hosting";

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What is asked of a server. */
export interface Question {
  readonly method: "GET" | "POST";
  /** Below the server's address, with a slash before it. */
  readonly path: string;
  /** JSON. Default: none. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a server is named in errors, and where it is. */
export interface ServerPlace {
  readonly name: "ingress" | "admin API";
  readonly option: "ingressUrl" | "adminUrl";
  readonly url: string;
  /** Null: none is sent. */
  readonly token: string | null;
}

/** There was no answer: the server may have heard the question or not. */
export interface LostAnswer {
  readonly lost: StoreError;
  /** Whether somebody was there: the connection was made, and lost or silent for too long. */
  readonly wasOpen: boolean;
}

/** What it is called when a connection that was made is lost, or silent for too long. */
const endsOfConnections = ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

/** The way to one of the two servers of Restate. */
export class Connection {
  readonly #place: ServerPlace;
  readonly #open = new Set<AbortController>();
  #isClosed = false;
  #hasAnswered = false;

  constructor(place: ServerPlace) {
    this.#place = place;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether there was ever an answer, so that the address is right. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Nobody may answer, or the connection be lost. */
  async ask({ method, path, body, headers }: Question): Promise<Answer | LostAnswer> {
    const { url, token } = this.#place;
    const controller = new AbortController();
    this.#open.add(controller);
    if (this.#isClosed) controller.abort();
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        redirect: "error",
        signal: controller.signal,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          accept: "application/json",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      this.#hasAnswered = true;
      return { status: response.status, text };
    } catch (thrown) {
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown; // `fetch` says why below
      return {
        lost: this.#lost(cause),
        wasOpen: endsOfConnections.includes(String(Reflect.get(Object(cause), "code"))),
      };
    } finally {
      this.#open.delete(controller);
    }
  }

  /** What is open ends without an answer, and nothing more is asked. */
  close(): void {
    this.#isClosed = true;
    for (const controller of this.#open) controller.abort();
  }

  /** The error for an answer that says that something is wrong. */
  refusal(what: string, answer: Answer): StoreError {
    const { name, url, option, token } = this.#place;
    const said = `${what}: Restate's ${name} at ${url} answered ${answer.status}, ${JSON.stringify(messageOf(answer))}.`;
    if (answer.status === 401 || answer.status === 403) {
      const has = token === null ? "No token was sent" : "The token that was sent was not accepted";
      return new StoreError(`${said} ${has}: give one that this server knows.`);
    }
    return new StoreError(`${said} Check that ${option} is the address of Restate's ${name}.`);
  }

  #lost(cause: unknown): StoreError {
    const { name, url, option } = this.#place;
    if (this.#isClosed) {
      return new StoreError("The engine was closed while it waited for Restate. Create another engine.");
    }
    return new StoreError(
      `Restate's ${name} at ${url} gave no answer (${describeThrown(cause)}). Check that the server is running and that ${option} is its address.`,
      { cause },
    );
  }
}

/** What the server says in words: it answers with JSON, or with text. */
export function messageOf({ text }: Answer): string {
  const longest = 2000;
  try {
    const said = (JSON.parse(text) as { readonly message?: unknown } | null)?.message; // it is looked at
    return (typeof said === "string" ? said : text).slice(0, longest);
  } catch {
    return text.slice(0, longest);
  }
}

/** Whether the same question may have an answer soon: the server is starting, or has too much to do. */
export function isPassing({ status, text }: Answer): boolean {
  if (status === 500) return text.includes("node lookup for partition"); // nobody has the partition yet
  return status === 429 || status === 502 || status === 503 || status === 504;
}
