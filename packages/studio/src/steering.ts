import type { Engine, RerunOptions, RunHandle, Runnable, Store } from "@stepspan/engine";
import type { RerunRequest, StartedAnswer } from "./protocol.ts";
import { quoted, Refusal } from "./refusal.ts";

/** What runs are started and steered with. */
export interface SteeringParts {
  readonly engine: Engine;
  readonly store: Store;
  /** Those that can be started, by name. */
  readonly workflows: ReadonlyMap<string, Runnable>;
}

type Body<Field extends string> = Readonly<Partial<Record<Field, unknown>>>;

/** Starts a run. @throws InputError if the input does not match the workflow's schema; nothing has run then */
export async function startRun(
  { workflow: name, input }: Body<"workflow" | "input">,
  { engine, workflows }: SteeringParts,
): Promise<StartedAnswer> {
  const workflow = workflows.get(textOf("workflow", name));
  if (workflow === undefined) {
    const known = [...workflows.keys()].map((one) => quoted(one)).join(", ");
    throw new Refusal(404, `There is no workflow ${quoted(String(name))} to start. The workflows are ${known}.`);
  }
  return begun(engine.start(workflow, input));
}

/** Begins a new run in which only some steps of an earlier one run again. */
export async function rerunRun(
  runId: string,
  body: Body<"from" | "failedOnly">,
  parts: SteeringParts,
): Promise<StartedAnswer> {
  await knownRun(runId, parts);
  return begun(await parts.engine.rerun(runId, rerunOptions(body)));
}

/** Cancels a run: one that no engine has is taken up for it, and nothing of it starts. */
export async function cancelRun(runId: string, { reason }: Body<"reason">, parts: SteeringParts): Promise<void> {
  const because = reason === undefined ? "cancelled on the page" : textOf("reason", reason);
  const { finishedAt, status } = await knownRun(runId, parts);
  if (finishedAt !== null) {
    throw new Refusal(409, `Run ${quoted(runId)} is over (${status}), so it cannot be cancelled.`);
  }
  const open = parts.engine.handle(runId);
  if (open !== undefined) open.cancel(because);
  else await parts.engine.resume(runId, { signal: AbortSignal.abort(because) });
}

/** Asks for a pause; open attempts go on to their ends. Only a run of this process can be paused. */
export async function pauseRun(runId: string, parts: SteeringParts): Promise<void> {
  const { finishedAt, status } = await knownRun(runId, parts);
  const open = parts.engine.handle(runId);
  if (open !== undefined) return void open.pause().catch(() => undefined); // the run's own end tells what went wrong
  if (finishedAt !== null) throw new Refusal(409, `Run ${quoted(runId)} is over (${status}), so it cannot be paused.`);
  throw new Refusal(
    409,
    `Run ${quoted(runId)} is ${status}, and not open in this process, so it cannot be paused here. Pause it in the process that has it, or resume it here first.`,
  );
}

/** Goes on with a run that is paused, parked, or that no engine has. */
export async function resumeRun(runId: string, parts: SteeringParts): Promise<void> {
  await knownRun(runId, parts);
  await parts.engine.resume(runId);
}

/** Sends an event to a run. @throws InputError if the event's schema refuses the data */
export async function sendToRun(
  runId: string,
  body: Body<"event" | "data" | "to">,
  parts: SteeringParts,
): Promise<void> {
  const event = textOf("event", body.event);
  const options = body.to === undefined ? undefined : { to: textOf("to", body.to) };
  await knownRun(runId, parts);
  await parts.engine.send(runId, event, body.data, options);
}

/** @throws Refusal if the store does not have it */
export async function knownRun(runId: string, { store }: Pick<SteeringParts, "store">) {
  const run = await store.runs.get(runId);
  if (run !== null) return run;
  throw new Refusal(404, `There is no run ${quoted(runId)} in the store. The list of runs shows those that are kept.`);
}

/** The run has begun: what it was started with fits. */
async function begun(handle: RunHandle): Promise<StartedAnswer> {
  const events = handle.events[Symbol.asyncIterator]();
  const first = await events.next();
  await events.return?.();
  if (first.done === true) await handle.result; // tells why it did not begin
  return { runId: handle.runId };
}

function rerunOptions({ from, failedOnly }: Body<"from" | "failedOnly">): RerunOptions & RerunRequest {
  if (failedOnly === true && from === undefined) return { failedOnly };
  if (failedOnly === undefined && typeof from === "string") return { from };
  throw new Refusal(
    400,
    'The body does not say what is to run again. Send { "from": "step" } or { "failedOnly": true }.',
  );
}

function textOf(field: string, given: unknown): string {
  if (typeof given === "string") return given;
  throw new Refusal(400, `The body has no text as "${field}". Send one.`);
}
