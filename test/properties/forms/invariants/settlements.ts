import { bodyOf } from "../cases/form-case.ts";
import { type FlowFacts, firstOf, isAboutStep, isSettlement, placeAt, settlementAt } from "./flow-facts.ts";

/** Order and ends: of the run, of steps, of items, of child runs. */
export const settlementInvariants = {
  eventsAreOneListFromStartToEnd: ({ events }: FlowFacts) =>
    firstOf(events.entries(), ([index, { sequence, time, type }]) => {
      if (sequence !== index + 1) return `event ${index + 1} has the sequence number ${sequence}`;
      if (index > 0 && time < events[index - 1]!.time) return `event ${sequence} is earlier than the one before it`;
      if ((type === "run-started") !== (index === 0)) return `event ${sequence} is ${type}`;
      return (type === "run-finished") === (index === events.length - 1) ? null : `event ${sequence} is ${type}`;
    }),

  everythingThatBeganSettlesOnce: ({ byPath, flow }: FlowFacts) =>
    firstOf([...byPath.keys(), ...flow.steps.map((step) => step.name)], (path) => {
      const count = byPath.get(path)?.filter(isSettlement).length ?? 0;
      return count === 1 ? null : `${path} settles ${count} times`;
    }),

  allStepsOfAChildRunSettleBeforeItsStep: (facts: FlowFacts) =>
    firstOf(facts.events, (event) => {
      if (event.type !== "child-started") return null;
      const body = bodyOf(placeAt(facts.flow, event.path).step);
      const end = settlementAt(facts, event.path);
      if (body?.kind !== "flow") return `${event.path} runs no workflow`;
      return firstOf(body.flow.steps, ({ name }) => {
        const inner = settlementAt(facts, `${event.path}/${name}`);
        const isInTime = inner !== undefined && end !== undefined && inner.sequence < end.sequence;
        return isInTime ? null : `${event.path}/${name} has not settled before ${event.path}`;
      });
    }),

  nothingFollowsASettlement: ({ events }: FlowFacts) => {
    const settled = new Set<string>();
    return firstOf(events, (event) => {
      if (!("path" in event) || event.path === "") return null;
      const late = [...ancestorsOf(event.path)].find((path) => settled.has(path));
      if (late !== undefined)
        return `event ${event.sequence}, ${event.type} of ${event.path}, follows the end of ${late}`;
      if (isAboutStep(event) && isSettlement(event)) settled.add(event.path);
      return null;
    });
  },

  aTurnOrItemThatFailedIsAsTolerantAsItsStep: ({ events, flow }: FlowFacts) =>
    firstOf(events, (event) => {
      if (event.type !== "step-failed") return null;
      const { step, flow: own } = placeAt(flow, event.path);
      const isRaced = own.steps.some(({ form }) => form.kind === "race" && form.of.includes(step.name));
      return event.tolerated === (step.continueOnError || isRaced)
        ? null
        : `${event.path} is tolerated: ${event.tolerated}`;
    }),
};

/** Itself, the step that it is an item of, and all above: `a[1]/b#2` is below `a[1]/b`, `a[1]` and `a`. */
export function* ancestorsOf(path: string): Iterable<string> {
  for (let at = 0; at < path.length; at++) if ("/[#".includes(path[at]!)) yield path.slice(0, at);
  yield path;
}
