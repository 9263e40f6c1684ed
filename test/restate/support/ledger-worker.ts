/**
 * A worker in a process of its own: `node ledger-worker.ts ledger how`. Its step writes a line into the ledger for each
 * call. The first process to write one dies of it: in the body, or when the outcome of that is known and not yet told.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { type Context, createServiceHandler, serde, service } from "@restatedev/restate-sdk";
import {
  createAsyncContext,
  createQueueExecutor,
  createValues,
  installCarrier,
  systemClock,
} from "@stepspan/engine/hosting";
import { workflow } from "stepspan";
import { createWires } from "../../../packages/restate/src/protocol/wires.ts";
import { listen } from "../../../packages/restate/src/serve/listen.ts";
import { answerCall } from "../../../packages/restate/src/worker/steps-service.ts";

const [ledger = "", place = "", port = "0", name = ""] = process.argv.slice(2);
const isFirst = readFileSync(ledger, "utf8") === "";

function die(at: string): void {
  if (isFirst && at === place) process.kill(process.pid, "SIGKILL");
}

const { plan } = workflow("ledger").step("write", {
  run: () => {
    appendFileSync(ledger, `${process.pid}\n`);
    die("body");
    return "written";
  },
});
const values = { classes: null, values: createValues(null), wires: createWires(null) };
const parts = {
  ...values,
  executor: createQueueExecutor(1, new Map(), systemClock),
  clock: systemClock,
  resources: {},
};
const called = {
  plan,
  parts: { ...parts, kept: null, observation: null, gracePeriodMs: 1000, worker: `${process.pid}` },
};

/** What is done with it comes after the outcome was written. */
function dyingBeforeItTells(context: Context): Context {
  return new Proxy(context, {
    get(target, key) {
      if (key === "invocation") die("telling");
      const found = Reflect.get(target, key);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
}

installCarrier(createAsyncContext);
const call = createServiceHandler({ input: serde.binary }, (context, bytes: Uint8Array) =>
  answerCall(dyingBeforeItTells(context), bytes, { ...called, usingState: new Set(), warned: new Set() }),
);
const endpoint = await listen(
  [service({ name, handlers: { call } })],
  { port: Number(port) },
  { place: "test", port: 0 },
);
process.stdout.write(`${endpoint.url}\n`);
