import type { RunEvent } from "@stepspan/engine";
import type { EventData } from "../cases/form-case.ts";
import { type FlowFacts, firstOf } from "./flow-facts.ts";
import { lateness } from "./lateness.ts";

type WaitEnded = Extract<RunEvent, { type: "wait-ended" }>;
type WaitStarted = Extract<RunEvent, { type: "wait-started" }>;
type Sent = Extract<RunEvent, { type: "event-sent" }>;

/** Waits, and the events that answer them. */
export const waitInvariants = {
  aWaitEndsOnceAfterItBegan: ({ byPath }: FlowFacts) =>
    firstOf(byPath, ([path, events]) => {
      const begun = new Set<number>();
      const ended = new Set<number>();
      return firstOf(events, (event) => {
        if (event.type === "wait-started") {
          if (!begun.has(event.wait) && event.wait !== begun.size + 1)
            return `${path} begins its wait ${event.wait} too early`;
          begun.add(event.wait);
        }
        if (event.type !== "wait-ended") return null;
        if (!begun.has(event.wait)) return `wait ${event.wait} of ${path} ends and had not begun`;
        if (ended.has(event.wait)) return `wait ${event.wait} of ${path} ends twice`;
        ended.add(event.wait);
        return null;
      });
    }),

  anEventIsTakenByOneWait: ({ events }: FlowFacts) => {
    const taken = new Set<number>();
    return firstOf(endsIn(events), ({ sequence, outcome }) => {
      if (outcome.kind !== "answered") return null;
      const { serial } = outcome.data as EventData; // all events of these workflows have one
      if (taken.has(serial)) return `event ${sequence} gives an event to a second wait`;
      taken.add(serial);
      return null;
    });
  },

  anAnswerIsAnEventOfTheRightNameForThatStep: ({ events }: FlowFacts) =>
    firstOf(endsIn(events), (end) => {
      if (end.outcome.kind !== "answered") return null;
      const { serial } = end.outcome.data as EventData; // all events of these workflows have one
      const sent = events.find((event): event is Sent => event.type === "event-sent" && serialOf(event) === serial);
      const wait = startOf(events, end);
      if (sent === undefined || sent.sequence > end.sequence)
        return `event ${end.sequence} answers with what was not sent`;
      if (sent.event !== wait.event) return `event ${end.sequence} answers a wait for ${wait.event} with ${sent.event}`;
      if (sent.to !== null && sent.to !== end.path) return `event ${end.sequence} takes what was sent to ${sent.to}`;
      const scope = end.path.slice(0, end.path.lastIndexOf("/") + 1);
      const from = sent.path === "" ? "" : `${sent.path}/`;
      if (sent.from !== null && from !== scope) return `event ${end.sequence} takes what was sent in ${sent.path}`;
      const isRefused = events.some(
        (event) =>
          event.type === "event-refused" &&
          event.path === end.path &&
          event.wait === end.wait &&
          event.sent === sent.sequence,
      );
      return isRefused ? `event ${end.sequence} takes what its where had refused` : null;
    }),

  anEventIsOfferedOnceToAWait: ({ events }: FlowFacts) => {
    const refused = new Set<string>();
    return firstOf(events, (event) => {
      if (event.type !== "event-refused") return null;
      const key = `${event.path} ${event.wait} ${event.sent}`;
      if (refused.has(key)) return `event ${event.sequence} refuses an event a second time`;
      refused.add(key);
      return null;
    });
  },

  timesAreKept: (facts: FlowFacts) =>
    firstOf(endsIn(facts.events), (end) => {
      if (end.outcome.kind !== "elapsed" && end.outcome.kind !== "timed-out") return null;
      const start = startOf(facts.events, end);
      const late = lateness(facts, start, end, (start.dueAt ?? Infinity) - start.time);
      return late === 0 ? null : `wait ${end.wait} of ${end.path} ends ${late} ms late`;
    }),
};

function endsIn(events: readonly RunEvent[]): readonly WaitEnded[] {
  return events.filter((event) => event.type === "wait-ended");
}

function startOf(events: readonly RunEvent[], { path, wait }: WaitEnded): WaitStarted {
  return events.find(
    (event): event is WaitStarted => event.type === "wait-started" && event.path === path && event.wait === wait,
  )!; // aWaitEndsOnceAfterItBegan holds
}

function serialOf({ data }: Sent): number {
  return (data as EventData).serial; // all events of these workflows have one
}
