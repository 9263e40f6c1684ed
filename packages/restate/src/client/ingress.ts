import { randomUUID } from "node:crypto";
import { StoreError } from "@stepspan/engine";
import type { PostReply } from "../protocol/inbox-message.ts";
import type { RunEnd } from "../protocol/run-end.ts";
import { type Connection, messageOf } from "./connection.ts";
import { askPersistently } from "./persistence.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Which run is meant, as Restate knows it. */
export interface RunKey {
  readonly service: string;
  readonly runId: string;
}

/** Where runs are started and told things. What cannot be reached for a moment is asked again. */
export interface Ingress {
  /** @returns its invocation; null if a run of this id was there. @throws StoreError */
  start(key: RunKey, request: Bytes): Promise<string | null>;
  /** Tells a run something once, however often it has to be said. @throws StoreError */
  post(key: RunKey, message: Bytes): Promise<PostReply>;
  /** Resolves when the run is over. @throws StoreError */
  ended(key: RunKey): Promise<EndedRun>;
}

export function createIngress(connection: Connection): Ingress {
  const pathOf = ({ service, runId }: RunKey) => `${service}/${encodeURIComponent(runId)}`;
  return {
    async start(key, body) {
      const path = `/${pathOf(key)}/run/send`;
      const answer = await askPersistently(connection, { method: "POST", path, body });
      const accepted = answer.status === 200 || answer.status === 202 ? parsed<Accepted>(answer.text) : null;
      if (accepted === null) throw connection.refusal(`Run ${JSON.stringify(key.runId)} was not started`, answer);
      // What was asked before and had no answer may have been heard.
      return accepted.status === "Accepted" || answer.isRepeated ? accepted.invocationId : null;
    },
    async post(key, body) {
      const headers = { "idempotency-key": randomUUID() };
      const path = `/${pathOf(key)}/post`;
      const answer = await askPersistently(connection, { method: "POST", path, body, headers });
      const reply = answer.status === 200 ? parsed<PostReply>(answer.text) : null;
      if (reply !== null) return reply;
      throw connection.refusal(`Run ${JSON.stringify(key.runId)} could not be told`, answer);
    },
    async ended(key) {
      const path = `/restate/workflow/${pathOf(key)}/attach`;
      const answer = await askPersistently(connection, { method: "GET", path });
      if (answer.status === 200) return { problem: null, chunks: chunksOf(parsed<RunEnd>(answer.text)) };
      if (answer.status === 401 || answer.status === 403) {
        throw connection.refusal(`Run ${JSON.stringify(key.runId)} cannot be waited for`, answer);
      }
      return { problem: messageOf(answer), chunks: null };
    },
  };
}

/** How a run ended. */
export interface EndedRun {
  /** What Restate says went wrong; null for nothing. */
  readonly problem: string | null;
  /** Its encoded events, chunk by chunk, if they came with its end; else null. */
  readonly chunks: readonly (readonly unknown[])[] | null;
}

function chunksOf({ chunks }: RunEnd): EndedRun["chunks"] {
  return chunks === null ? null : parsed<EndedRun["chunks"]>(chunks);
}

interface Accepted {
  readonly invocationId: string;
  readonly status: "Accepted" | "PreviouslyAccepted";
}

function parsed<Value>(text: string): Value {
  try {
    return JSON.parse(text) as Value; // Restate, or a run, wrote it
  } catch {
    throw new StoreError(
      `Restate's ingress answered ${JSON.stringify(text.slice(0, 200))}, which is no JSON. Check that ingressUrl is its address.`,
    );
  }
}
