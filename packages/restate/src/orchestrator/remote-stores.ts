import { type RestatePromise, serde, type WorkflowContext } from "@restatedev/restate-sdk";
import {
  type EncodedJson,
  fromJson,
  type Memo,
  type MemoStore,
  type Plan,
  type StateStore,
  toJson,
} from "@stepspan/engine";
import { type KeptState, readState, stateKeyOf } from "../protocol/kept-state.ts";
import { memosService, statesService } from "../protocol/names.ts";
import type { Wires } from "../protocol/wires.ts";
import type { RunLine } from "./run-line.ts";

/** Flow states as a run itself reads and writes them: for what it captures of them, and writes back to them. */
export function statesThrough(context: WorkflowContext, line: RunLine, { codec }: Wires): StateStore {
  return {
    read: async (key) => {
      const question = { service: statesService(key.workflow), key: stateKeyOf(key), method: "read" };
      return readState(await ask<KeptState>(context, line, question), codec);
    },
    write: (key, version, values) => {
      const parameter = { version, values: toJson(codec.encode(values, "A state")) };
      const question = { service: statesService(key.workflow), key: stateKeyOf(key), method: "write" };
      return ask<boolean>(context, line, { ...question, parameter });
    },
  };
}

/** Memos, and when all that were written are there for other runs. */
export interface RemoteMemos extends MemoStore {
  written(): Promise<void>;
}

/** Outputs of memoised steps, of all runs of the workflow. */
export function memosThrough(
  context: WorkflowContext,
  line: RunLine,
  { codec }: Wires,
  { name: workflow }: Plan,
): RemoteMemos {
  const service = memosService(workflow);
  const writing: RestatePromise<unknown>[] = [];
  return {
    read: async (key, now) => {
      const answer = await ask<EncodedJson | null>(context, line, { service, key, method: "read", parameter: now });
      return answer === null ? null : (codec.decode(fromJson(answer, "A memo"), "A memo") as Memo);
    },
    write: (key, memo) => {
      const parameter = { memo: toJson(codec.encode(memo, "A memo")), expiresAt: memo.expiresAt };
      const question = { service, key, method: "write", parameter, inputSerde: serde.json, outputSerde: serde.json };
      writing.push(context.genericCall<unknown, unknown>(question));
    },
    prune: () => 0, // each goes by itself when its time is over
    written: async () => {
      for (const write of writing) {
        await write.map((_done, failure) => failure); // a memo is not worth more than that its run goes on without it
      }
    },
  };
}

interface Question {
  readonly service: string;
  readonly key: string;
  readonly method: string;
  readonly parameter?: unknown;
}

function ask<Answer>(
  context: WorkflowContext,
  line: RunLine,
  { parameter = null, ...question }: Question,
): Promise<Answer> {
  const serdes = { inputSerde: serde.json, outputSerde: serde.json };
  const answer: RestatePromise<Answer> = context.genericCall<unknown, Answer>({ ...question, ...serdes, parameter });
  return line.ask(answer);
}
