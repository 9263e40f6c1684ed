import { onTestFinished } from "vitest";

/** One message of a stream of server-sent events; a comment has the name "comment". */
export interface ServerMessage {
  readonly event: string;
  readonly data: unknown;
  readonly id: string | null;
}

/** An open stream of server-sent events. */
export interface ServerMessages {
  readonly status: number;
  readonly headers: Headers;
  /** The next message; null at the end. */
  next(): Promise<ServerMessage | null>;
  /** Those up to the first one for which it is true, or to the end. */
  until(isLast: (message: ServerMessage) => boolean): Promise<readonly ServerMessage[]>;
  leave(): void;
}

/** Opens a stream, which ends with the test. */
export async function openMessages(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServerMessages> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(url, { headers, signal: leaving.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<ServerMessage | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end !== -1) {
        const message = messageIn(text.slice(0, end));
        text = text.slice(end + 2);
        if (message !== null) return message;
        continue;
      }
      const piece = await reader.read().catch(() => ({ done: true, value: undefined }) as const); // it broke off
      if (piece.done) return null;
      text += piece.value;
    }
  };
  return {
    ...{ status: response.status, headers: response.headers, next },
    async until(isLast) {
      const messages: ServerMessage[] = [];
      for (let message = await next(); message !== null; message = await next()) {
        messages.push(message);
        if (isLast(message)) break;
      }
      return messages;
    },
    leave: () => leaving.abort(),
  };
}

/** Null for what only sets the time after which a browser connects again. */
function messageIn(text: string): ServerMessage | null {
  const fields = new Map(
    text.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  if (fields.has("")) return { event: "comment", data: fields.get(""), id: null };
  if (!fields.has("data")) return null;
  return {
    event: fields.get("event") ?? "message",
    data: JSON.parse(fields.get("data")!),
    id: fields.get("id") ?? null,
  };
}
