import type { WriteEvent } from "../attempts/span-writers.ts";
import type { Command, CommandSink } from "../core/commands.ts";
import type { Core } from "../core/core.ts";
import type { EventBody, RunEvent } from "../core/events.ts";
import type { Fact } from "../core/facts.ts";
import { definitionChange } from "./definition-change.ts";
import { foldEvents } from "./fold-events.ts";
import { placedEvent } from "./placed-event.ts";
import { nothing, withLast } from "./short-lists.ts";
import { Submission } from "./submission.ts";

/** What follows it comes in the next microtask; `queueMicrotask` of Node costs several times as much. */
const settled = Promise.resolve();

/** What the loop drives. */
export interface LoopParts {
  readonly core: Core;
  /** Stores events behind those that are there. */
  readonly append: (position: number, events: readonly RunEvent[]) => void | Promise<void>;
  readonly now: () => number;
  /** Events as they may be stored and published; the core works with the true ones. */
  readonly redact: (events: readonly RunEvent[]) => readonly RunEvent[];
  /** Does what the core asks; what comes of it is posted as a fact. */
  readonly carryOut: (command: Command) => void;
  /** Events that are stored: everybody may know them now (I4). */
  readonly publish: (events: readonly RunEvent[]) => void;
  /** A fact that came too late to matter: a slot, for example, that was granted to a step that was stopped. */
  readonly dropped: (fact: Fact) => void;
  /** The store failed, or a bug of ours showed: the run cannot go on. */
  readonly fail: (error: unknown) => void;
}

/**
 * The one loop of a run: facts in, events stored, commands out. Facts come into one inbox (I6); a turn takes all that
 * are there, writes down what they are as events, and only then acts on them (I4).
 */
export class RunLoop {
  readonly #parts: LoopParts;
  #inbox: (Fact | Submission)[] = nothing;
  #told: (() => void)[] = nothing;
  #unsaved: RunEvent[] = nothing;
  #commands: Command[] = nothing;
  /** What the core has decided in consequence of the event that is being taken in. */
  #consequences: EventBody[] = nothing;
  /** What the plan and the events of before say together and was not written. */
  #unwritten: readonly EventBody[] = [];
  #sequence = 0;
  /** Until `begin` what is posted waits. */
  #isBusy = true;
  #isScheduled = false;
  #isSlow = false;
  #isStopped = false;
  #isAbandoned = false;

  constructor(parts: LoopParts) {
    this.#parts = parts;
  }

  /** Whether the store answers with promises. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Something happened outside. */
  readonly post = (fact: Fact): void => {
    if (this.#isStopped) return;
    this.#inbox = withLast(this.#inbox, fact);
    this.#turn();
  };

  /** The same, for what often happens at the same moment many times: a store that takes its time is asked once for all. */
  readonly gather = (fact: Fact): void => {
    if (this.#isStopped) return;
    this.#inbox = withLast(this.#inbox, fact);
    if (this.#isSlow) this.#turnSoon();
    else this.#turn();
  };

  /** The same, before what waits in the inbox already. */
  postFirst(fact: Fact): void {
    if (this.#isStopped) return;
    this.#inbox = [fact, ...this.#inbox];
    this.#turn();
  }

  /** The same; resolves when the event is stored, with null if the fact came too late to make one. */
  submit(fact: Fact): Promise<EventBody | null> {
    if (this.#isStopped) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#inbox = withLast(this.#inbox, new Submission(fact, resolve));
      this.#turn();
    });
  }

  /** A step writes to its span: it sees that at once; it is stored with the next turn. */
  readonly write: WriteEvent = (body) => this.writeAll([body]);

  /** Events that belong together: nothing comes between them, and they are stored as one. */
  writeAll(bodies: readonly EventBody[]): void {
    if (this.#isStopped) return;
    const now = this.#now();
    for (const body of bodies) this.#take(body, now);
    this.#turnSoon();
  }

  /** The first events of the run, and what is known at its start already: all that is stored as one. */
  begin(bodies: readonly EventBody[], facts: readonly Fact[] = []): void {
    this.#isBusy = false;
    const now = this.#now();
    for (const body of bodies) this.#take(body, now);
    for (const fact of facts) {
      const body = this.#parts.core.decide(fact);
      if (body !== null) this.#take(body, now);
    }
    this.#turn();
  }

  /** The events that a run has from before. */
  restore(events: readonly RunEvent[]): void {
    const { core } = this.#parts;
    this.#unwritten = [...definitionChange(core.state.plan, events), ...foldEvents(core, events)];
    this.#sequence = events.length;
    this.#unsaved = [...events];
  }

  /** Goes on behind them. `stored`: how many of them the journal has already. */
  goOn(stored: number): void {
    this.#unsaved = this.#unsaved.slice(stored);
    for (const body of this.#unwritten) this.#take(body, this.#now());
    this.#commands = nothing; // a restart asks again for all that is open
    this.#isBusy = false;
  }

  /** Nothing is taken in any more. */
  stop(): void {
    this.#isStopped = true;
    const waiting = this.#inbox;
    this.#inbox = nothing;
    for (const entry of waiting) if (entry instanceof Submission) entry.tell(null);
  }

  /** The same, and what was decided before is not carried out any more, though it may still be stored. */
  abandon(): void {
    this.stop();
    this.#isAbandoned = true;
  }

  #turnSoon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    void settled.then(this.#scheduledTurn);
  }

  readonly #scheduledTurn = (): void => {
    this.#isScheduled = false;
    this.#turn();
  };

  /** Turn after turn until there is nothing to do; what happens meanwhile waits in the inbox, so that nothing recurses. */
  #turn(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (!this.#isStopped && this.#hasWork) {
        const stored = this.#decideAndStore();
        if (stored === undefined) continue;
        stored.then(() => this.#resume(), this.#parts.fail);
        return;
      }
      this.#isBusy = false;
    } catch (error) {
      this.#parts.fail(error);
    }
  }

  #resume(): void {
    this.#isBusy = false;
    this.#turnSoon();
  }

  #decideAndStore(): Promise<void> | undefined {
    const entries = this.#inbox;
    this.#inbox = nothing;
    const now = this.#now();
    for (let at = 0; at < entries.length; at++) this.#decide(entries[at]!, now);
    const events = this.#parts.redact(this.#unsaved);
    const commands = this.#commands;
    this.#unsaved = nothing;
    this.#commands = nothing;
    if (events.length === 0) return this.#act(events, commands);
    const stored = this.#parts.append(this.#sequence - events.length, events);
    if (stored === undefined) return this.#act(events, commands);
    this.#isSlow = true;
    return stored.then(() => this.#act(events, commands));
  }

  #decide(entry: Fact | Submission, now: number): void {
    const fact = entry instanceof Submission ? entry.fact : entry;
    const body = this.#parts.core.decide(fact);
    if (body === null) this.#parts.dropped(fact);
    else this.#take(body, now);
    if (entry instanceof Submission) this.#told = withLast(this.#told, () => entry.tell(body));
  }

  /** Applies an event and all that the core decides in consequence. A list, not recursion: consequences form long chains. */
  #take(body: EventBody, time: number): void {
    this.#takeOne(body, time);
    for (let at = 0; at < this.#consequences.length; at++) this.#takeOne(this.#consequences[at]!, time);
    this.#consequences = nothing;
  }

  #takeOne(body: EventBody, time: number): void {
    const event = placedEvent(body, ++this.#sequence, time);
    this.#unsaved = withLast(this.#unsaved, event);
    this.#parts.core.applyTo(event, this.#sink);
  }

  /** What the core has decided is taken in with the event that it follows from; the rest is carried out once that is stored. */
  readonly #sink: CommandSink = {
    push: (command) => {
      if (command.type === "settle") this.#consequences = withLast(this.#consequences, command.event);
      else this.#commands = withLast(this.#commands, command);
    },
  };

  #act(events: readonly RunEvent[], commands: readonly Command[]): undefined {
    if (this.#isAbandoned) return;
    const told = this.#told;
    this.#told = nothing;
    if (events.length > 0) this.#parts.publish(events);
    for (const tell of told) tell();
    for (let at = 0; at < commands.length; at++) this.#parts.carryOut(commands[at]!);
  }

  get #hasWork(): boolean {
    return this.#inbox.length + this.#unsaved.length + this.#commands.length > 0;
  }

  /** Never before the event before it, whatever the clock says. */
  #now(): number {
    return Math.max(this.#parts.now(), this.#parts.core.state.tree.now);
  }
}
