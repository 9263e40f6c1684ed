import {
  DefinitionError,
  type EventDefinition,
  encodeEvents,
  type OpenWait,
  type RunHandle,
  type RunSnapshot,
  type SendOptions,
  statusAfter,
} from "@stepspan/engine";
import {
  checkKeys,
  createEventStream,
  describeThrown,
  eventNamed,
  parseEventData,
  takesNoEvent,
} from "@stepspan/engine/hosting";
import type { InboxMessage, PostReply } from "../protocol/inbox-message.ts";
import { ActLine } from "./act-line.ts";
import type { ClientParts } from "./client-parts.ts";
import type { RemoteRun } from "./remote-run.ts";
import { sayableReason } from "./sayable-reason.ts";
import { SeenWaits } from "./seen-waits.ts";

const noWaits: readonly OpenWait[] = Object.freeze([]);

/** The handle of a run in Restate. */
export class RemoteHandle implements RunHandle {
  readonly runId: string;
  readonly events: RunHandle["events"];
  readonly #run: RemoteRun;
  readonly #parts: ClientParts;
  readonly #waits: SeenWaits;
  readonly #acts = new ActLine();
  /** Of events, by their names: a full mailbox must not hold up what others wait for. */
  readonly #sends = new Map<string, ActLine>();

  constructor(run: RemoteRun, parts: ClientParts) {
    this.runId = run.runId;
    this.#run = run;
    this.#parts = parts;
    this.#waits = new SeenWaits((position) => run.eventsFrom(position));
    run.follower.tell((events) => this.#waits.note(events));
    this.events = createEventStream(run.follower);
  }

  get result(): RunHandle["result"] {
    return this.#run.result;
  }

  /** As they were at the last look, which asking for them begins. */
  get waits(): readonly OpenWait[] {
    if (this.#run.isOver) return noWaits;
    this.#waits.look();
    return this.#waits.open;
  }

  readonly cancel = (reason?: unknown): void => {
    const { codec } = this.#parts.wires;
    this.#tell("cancel", () => ({ kind: "cancel", at: Date.now(), reason: sayableReason(reason, codec) }));
  };

  readonly resume = (): void => {
    this.#tell("resume", () => ({ kind: "resume", at: Date.now() }));
  };

  readonly stop = (): void => {
    this.#tell("stop", () => ({ kind: "close-intake", at: Date.now() }));
  };

  readonly pause = async (): Promise<void> => {
    const paused = Promise.withResolvers<PostReply>();
    await this.#acts.act(async () => {
      const asking = this.#run.post({ kind: "pause", at: Date.now(), reply: "" });
      asking.then(paused.resolve, paused.reject);
      // Attempts that are open may take long to end: what is asked for meanwhile does not wait for them.
      await Promise.race([paused.promise.catch(() => undefined), this.#run.standsStill(paused.promise)]);
    });
    const reply = await paused.promise;
    if (reply.outcome === "refused") throw new DefinitionError(reply.message);
  };

  readonly snapshot = async (): Promise<RunSnapshot> => {
    const { runId, workflow } = this.#run;
    for (;;) {
      await this.pause();
      const events = await this.#run.eventsFrom(0);
      const [started, status] = [events[0], statusAfter(events)];
      if (started?.type !== "run-started" || status === "running") continue; // a cancel came meanwhile and ended the pause
      const encoded = encodeEvents(events, this.#parts.wires.codec);
      return { format: "stepspan-run", version: 1, runId, workflow, resources: started.resources, events: encoded };
    }
  };

  readonly send = async <Given>(
    given: EventDefinition<unknown, Given> | string,
    data: Given,
    options: SendOptions = {},
  ): Promise<void> => {
    const { runId, workflow, plan } = this.#run;
    const place = `The event sent to run ${JSON.stringify(runId)}`;
    checkKeys(options, ["to"], place);
    const event = typeof given === "string" ? (plan === undefined ? { name: given, schema: null } : eventNamed(plan, given)) : given; // biome-ignore format: one line
    const parsed = await parseEventData(event, data, { place, classes: this.#parts.classes });
    const to = options.to ?? null;
    const line = this.#sends.get(event.name) ?? new ActLine();
    this.#sends.set(event.name, line);
    const reply = await line.act(() =>
      this.#run.post({ kind: "sent", at: Date.now(), event: event.name, data: parsed, to, reply: "" }),
    );
    if (reply.outcome === "late") throw takesNoEvent(`Run ${JSON.stringify(runId)} of workflow "${workflow}"`, "is over", event.name); // biome-ignore format: one line
    if (reply.outcome === "refused") throw new DefinitionError(reply.message);
  };

  /** Resolves when the run has heard what it was told. */
  told(): Promise<void> {
    return this.#acts.done();
  }

  /** Not waited for: what cannot be said is said on the console. */
  #tell(act: string, message: () => InboxMessage): void {
    if (this.#run.isOver) return;
    this.#acts.begin(
      () => this.#run.post(message()),
      (thrown) => {
        if (this.#run.isOver) return; // or it never began
        console.error(`Run ${JSON.stringify(this.runId)} did not hear of ${act}(): ${describeThrown(thrown)}`);
      },
    );
  }
}
