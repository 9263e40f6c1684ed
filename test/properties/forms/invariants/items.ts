import { isDeepStrictEqual } from "node:util";
import { type FlowFacts, firstOf, isSettlement, type PathEvent, placeAt, settlementAt } from "./flow-facts.ts";

/** Items of maps, iterations of loops and turns of `on` steps. */
export const itemInvariants = {
  noMoreItemsAreOpenThanAllowed: (facts: FlowFacts) =>
    firstOf(ownersIn(facts), ({ path, concurrency, items }) => {
      const ends = items.map((events) => events.find(isSettlement)?.sequence ?? Infinity);
      return firstOf(items.entries(), ([index, events]) => {
        const begun = events[0]!.sequence;
        const open = ends.slice(0, index).filter((end) => end > begun).length;
        return open < concurrency ? null : `item ${index} of ${path} begins while ${open} others are open`;
      });
    }),

  aMapHasAllOfItsItems: (facts: FlowFacts) =>
    firstOf(ownersIn(facts), ({ path, items }) => {
      const started = facts.byPath.get(path)?.find((event) => event.type === "map-started");
      const end = settlementAt(facts, path);
      if (started === undefined || end?.type !== "step-succeeded") return null;
      const outputs = items.map((events) => events.find((event) => event.type === "step-succeeded")?.output);
      if (outputs.length !== started.items.length)
        return `${path} has ${outputs.length} of ${started.items.length} items`;
      return isDeepStrictEqual(outcomesOf(end.output), outputs)
        ? null
        : `${path} does not give the outputs of its items in order`;
    }),

  aLoopGoesOnUntilItIsDone: (facts: FlowFacts) =>
    firstOf(ownersIn(facts), ({ path, step, items }) => {
      if (step.form.kind !== "loop") return null;
      const decisions = facts.byPath.get(path)!.filter((event) => event.type === "iteration-decided"); // it began
      const ends = items.map((events) => events.find(isSettlement));
      const isTooEarly = decisions.findIndex(
        ({ sequence }, index) =>
          !(ends[index] !== undefined && ends[index].sequence < sequence) ||
          (items[index + 1]?.[0]?.sequence ?? Infinity) < sequence,
      );
      if (isTooEarly !== -1) return `the iterations of ${path} are not one after the other`;
      if (decisions.slice(0, -1).some(({ isLast }) => isLast)) return `${path} goes on after its last iteration`;
      if (items.length > step.form.maxIterations) return `${path} has ${items.length} iterations`;
      const end = settlementAt(facts, path);
      const last = ends.at(-1);
      const isSame =
        end?.type !== "step-succeeded" ||
        (last?.type === "step-succeeded" && isDeepStrictEqual(last.output, end.output));
      return isSame ? null : `${path} does not give the output of its last iteration`;
    }),

  turnsComeToTheEventsInOrder: (facts: FlowFacts) =>
    firstOf(ownersIn(facts), ({ path, step, items }) => {
      if (step.form.kind !== "on") return null;
      const { prefix } = placeAt(facts.flow, path);
      const sent = facts.events.filter(
        (event) => event.type === "event-sent" && event.event === "turn" && reaches(event, prefix),
      );
      return firstOf(items.entries(), ([index, events]) => {
        const event = sent[index];
        return event !== undefined && event.sequence < events[0]!.sequence
          ? null
          : `turn ${index} of ${path} has no event`;
      });
    }),
};

/** Whether an event is one for the steps of the run with this prefix. */
function reaches({ path, from }: { readonly path: string; readonly from: string | null }, prefix: string): boolean {
  const scope = path === "" ? "" : `${path}/`;
  return from === null ? prefix.startsWith(scope) : prefix === scope;
}

interface Owner {
  readonly path: string;
  readonly step: ReturnType<typeof placeAt>["step"];
  readonly concurrency: number;
  /** The events of each item, by its number. */
  readonly items: readonly (readonly PathEvent[])[];
}

/** Steps that began with items, with those that have events. */
function ownersIn({ flow, byPath }: FlowFacts): readonly Owner[] {
  return [...byPath.keys()].flatMap((path): Owner[] => {
    const { step, owner } = placeAt(flow, path);
    const { form } = step;
    if (owner !== null || (form.kind !== "map" && form.kind !== "loop" && form.kind !== "on")) return [];
    const items: (readonly PathEvent[])[] = [];
    for (let number = 0; ; number++) {
      const events = byPath.get(form.kind === "loop" ? `${path}#${number + 1}` : `${path}[${number}]`);
      if (events === undefined) break;
      items.push(events);
    }
    return [{ path, step, items, concurrency: form.kind === "loop" ? 1 : form.concurrency }];
  });
}

/** Of a tolerant map the outputs in its outcomes. */
function outcomesOf(output: unknown): unknown {
  if (!Array.isArray(output)) return output;
  return output.map((item: unknown) =>
    typeof item === "object" && item !== null && "status" in item ? ("output" in item ? item.output : undefined) : item,
  );
}
