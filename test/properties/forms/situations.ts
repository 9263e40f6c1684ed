import type { PlayedFlow } from "./host/forms-host.ts";
import {
  type FlowFacts,
  factsOf,
  isAboutStep,
  type PathEvent,
  placeAt,
  settlementAt,
} from "./invariants/flow-facts.ts";

/** A run that was played, and what its event list tells. */
export interface PlayedFacts extends FlowFacts {
  readonly played: PlayedFlow;
}

type Situation = (facts: PlayedFacts) => boolean;

/** Situations of workflows whose outcome does not depend on time. Random runs that never come into one of them show nothing about it. */
export const calmSituations: Readonly<Record<string, Situation>> = {
  "a map is empty": ({ events }) => events.some((event) => event.type === "map-started" && event.items.length === 0),
  "an item fails and is tolerated": (facts) =>
    facts.events.some((event) => isItem(facts, event) && event.type === "step-failed" && event.tolerated),
  "an item fails, and so does its map": (facts) =>
    ownersOf(facts, "map").some(
      (path) => hasFailedItem(facts, path) && settlementAt(facts, path)?.type === "step-failed",
    ),
  "a loop reaches its maximum": ({ events }) =>
    events.some((event) => event.type === "variable-set" && event.name === "exhausted"),
  "a loop goes on after its first iteration": ({ byPath }) => [...byPath.keys()].some((path) => path.endsWith("#2")),
  "an iteration fails": (facts) => ownersOf(facts, "loop").some((path) => hasFailedItem(facts, path)),
  "an item is suspended": (facts) =>
    facts.events.some((event) => isItem(facts, event) && event.type === "evaluation-suspended"),
  "an until is suspended": ({ events }) =>
    events.some(
      (event) =>
        event.type === "evaluation-suspended" && event.suspensions.some(({ parameter }) => parameter === "until"),
    ),
  "a where refuses an event": ({ events }) => events.some(({ type }) => type === "event-refused"),
  "a wait times out": ({ events }) =>
    events.some((event) => event.type === "wait-ended" && event.outcome.kind === "timed-out"),
  "two waits of a body are open at once": ({ events }) =>
    events.some(
      (event, index) =>
        event.type === "wait-started" &&
        isSameStep(events[index + 1], event) &&
        events[index + 1]!.type === "wait-started",
    ),
  "a turn leads to further ones": ({ events }) =>
    events.some((event) => event.type === "event-sent" && event.from?.includes("o") === true && event.event === "turn"),
  "an event comes to nobody": ({ played }) => played.run.unhandledEvents.some(({ event }) => event === "turn"),
  "a sub-workflow is three levels deep": ({ events }) =>
    events.some((event) => event.type === "child-started" && event.path.split("/").length === 3),
  "a sub-workflow begins with captured state": ({ events }) =>
    events.some((event) => event.type === "child-started" && Object.keys(event.state).length > 0),
  "a sub-workflow writes back to the state": (facts) =>
    facts.events.some(
      (event) =>
        event.type === "state-changed" &&
        event.layer === "state" &&
        facts.byPath.get(event.path)?.some(({ type }) => type === "child-started") === true,
    ),
  "a sub-workflow with a flow state of its own changes it": ({ events, byPath }) =>
    events.some(
      (event) => event.type === "state-changed" && event.layer === "flowState" && hasOwnFlowState(byPath, event.path),
    ),
  "a sub-workflow fails and is tolerated": (facts) =>
    facts.events.some((event) => event.type === "step-failed" && event.tolerated && hasChild(facts, event.path)),
  "a wait is answered in a pause": (facts) =>
    inPauses(facts).some((event) => event.type === "wait-ended" && event.outcome.kind === "answered"),
  "a body that waits is called again after a restart": ({ played }) =>
    played.calls.some((call) =>
      played.calls.some(
        (other) => other.path === call.path && other.attempt === call.attempt && other.life > call.life,
      ),
    ),
  "a sub-workflow goes on after a restart": (facts) => isOpenAtRestart(facts, (path) => hasChild(facts, path)),
  "a map goes on after a restart": (facts) =>
    ownersOf(facts, "map").some((owner) => isOpenAtRestart(facts, (path) => path === owner)),
  "a step waits for its next attempt over a restart": (facts) =>
    restartsIn(facts).some((at) =>
      [...facts.byPath.values()].some(
        (events) => events.findLast((event) => event.sequence < at)?.type === "attempt-failed",
      ),
    ),
  "a run is restarted twice": (facts) => restartsIn(facts).length > 1,
};

/** Situations of all others. */
export const wildSituations: Readonly<Record<string, Situation>> = {
  "a loser of a race is stopped in an attempt": (facts) =>
    losersIn(facts).some((path) => facts.byPath.get(path)!.some(({ type }) => type === "attempt-started")),
  "a loser of a race is a sub-workflow, a map or a loop that goes on": (facts) =>
    losersIn(facts).some((path) =>
      facts.byPath
        .get(path)!
        .some(({ type }) => type === "child-started" || type === "map-started" || type === "loop-started"),
    ),
  "a race is lost by all": (facts) =>
    ownersOf(facts, "race").some((path) => settlementAt(facts, path)?.type === "step-failed"),
  "a race is skipped": (facts) =>
    ownersOf(facts, "race").some((path) => settlementAt(facts, path)?.type === "step-skipped"),
  "an event comes from outside to an `on` step": ({ events, flow, byPath }) =>
    events.some((event) => event.type === "event-sent" && event.from === null && event.event === "turn") &&
    [...byPath.keys()].some((path) => placeAt(flow, path).step.form.kind === "on" && path.endsWith("[0]")),
  "a failing item stops the others": ({ flow, events }) =>
    events.some(
      (event) =>
        event.type === "step-cancelled" &&
        event.because.kind === "failFast" &&
        placeAt(flow, event.path).owner !== null,
    ),
  "a step stops the run": ({ events }) => events.some(({ type }) => type === "stop-requested"),
  "an item or a step of a sub-workflow stops its run": ({ events }) =>
    events.some((event) => event.type === "stop-requested" && /[/[#]/.test(event.path)),
  "a cancel reaches a sub-workflow": ({ events }) =>
    events.some(
      (event) => event.type === "step-cancelled" && event.because.kind === "cancel" && event.path.includes("/"),
    ),
  "a cancel ends a pause": (facts) =>
    facts.events.some((event, index) => event.type === "cancel-requested" && isPausedAt(facts, index)),
  "a sub-workflow runs out of time": ({ events }) =>
    events.some((event) => event.type === "cancel-requested" && event.because.kind === "timeout" && event.path !== ""),
  "the run runs out of time": ({ events }) =>
    events.some((event) => event.type === "cancel-requested" && event.because.kind === "timeout" && event.path === ""),
  "an attempt is abandoned in a sub-workflow": ({ events }) =>
    events.some((event) => event.type === "grace-expired" && event.path !== ""),
  "an attempt runs out of time": ({ events }) =>
    events.some((event) => "error" in event && event.error?.constructor.name === "StepTimeoutError"),
  "a live run is stopped": ({ events }) => events.some(({ type }) => type === "intake-closed"),
  "an `always` step starts after a failure or a cancel": ({ flow, events }) => {
    const stopped = events.findIndex(({ type }) => type === "cancel-requested");
    return (
      stopped !== -1 &&
      events.slice(stopped).some((event) => event.type === "attempt-started" && placeAt(flow, event.path).step.always)
    );
  },
};

function isItem({ flow }: PlayedFacts, event: PlayedFacts["events"][number]): event is PathEvent {
  return isAboutStep(event) && placeAt(flow, event.path).owner !== null;
}

function ownersOf({ flow, byPath }: PlayedFacts, kind: string): readonly string[] {
  return [...byPath.keys()].filter((path) => {
    const { step, owner } = placeAt(flow, path);
    return owner === null && step.form.kind === kind;
  });
}

function hasFailedItem(facts: PlayedFacts, owner: string): boolean {
  return [...facts.byPath.keys()].some(
    (path) => placeAt(facts.flow, path).owner === owner && settlementAt(facts, path)?.type === "step-failed",
  );
}

function hasChild({ byPath }: PlayedFacts, path: string): boolean {
  return byPath.get(path)?.some(({ type }) => type === "child-started") === true;
}

function hasOwnFlowState(byPath: PlayedFacts["byPath"], path: string): boolean {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return byPath.get(parent)?.some((event) => event.type === "child-started" && event.flowState !== null) === true;
}

function isSameStep(event: PlayedFacts["events"][number] | undefined, other: PathEvent): boolean {
  return event !== undefined && isAboutStep(event) && event.path === other.path;
}

function losersIn({ events }: PlayedFacts): readonly string[] {
  return events.flatMap((event) =>
    event.type === "step-cancelled" && event.because.kind === "race" ? [event.path] : [],
  );
}

/** The sequence numbers of restarts. */
function restartsIn({ events }: PlayedFacts): readonly number[] {
  return events.flatMap((event) => (event.type === "run-resumed" && event.isRestart ? [event.sequence] : []));
}

function isOpenAtRestart(facts: PlayedFacts, matches: (path: string) => boolean): boolean {
  return restartsIn(facts).some((at) =>
    [...facts.byPath].some(([path, events]) => {
      const isOpen = events[0]!.sequence < at && (settlementAt(facts, path)?.sequence ?? 0) > at;
      const isBegun = events.some(
        ({ type, sequence }) => sequence < at && (type === "child-started" || type === "map-started"),
      );
      return isOpen && isBegun && matches(path);
    }),
  );
}

function isPausedAt({ events }: PlayedFacts, index: number): boolean {
  const last = events
    .slice(0, index)
    .findLast(({ type }) => type === "run-paused" || type === "run-resumed" || type === "cancel-requested");
  return last?.type === "run-paused";
}

function inPauses(facts: PlayedFacts): readonly PlayedFacts["events"][number][] {
  return facts.events.filter((_event, index) => isPausedAt(facts, index));
}

/** Notes which situations have occurred. */
export function createSightings(situations: Readonly<Record<string, Situation>>): {
  /** Those that no run came into. */
  readonly unseen: readonly string[];
  note(played: PlayedFlow): void;
} {
  const unseen = new Set(Object.keys(situations));
  return {
    get unseen() {
      return [...unseen];
    },
    note(played) {
      const facts = { ...factsOf(played), played };
      for (const name of [...unseen]) if (situations[name]!(facts)) unseen.delete(name);
    },
  };
}
