import type { EdgeOutline, PartOutline, PlanOutline, StepOutline, WorkflowOutline } from "../plan/outline.ts";
import { type EventField, list, misread, nullable, oneOf, optional, placeIn, text } from "./event-field.ts";
import { jsonObject, object } from "./event-objects.ts";

const texts = list(text);

/** The name of a part and its text, then the steps that it reads. */
const part: EventField<PartOutline> = {
  encode: (given) => given,
  redact: (given) => given,
  decode: (written, place) => {
    const [name, shown, ...reads] = texts.decode(written, place);
    if (name !== undefined && shown !== undefined) return Object.freeze<PartOutline>([name, shown, ...reads]);
    throw misread(place, "lacks a name or a text");
  },
};

const certainty = oneOf("required", "conditional", "dynamic");
const mode = oneOf("plain", "default", "settled");

/** The part that makes it and the step that it comes from; then, of a read, how and what is read. */
const edge: EventField<EdgeOutline> = {
  encode: (given) => given,
  redact: (given) => given,
  decode: (written, place) => {
    const [name, from, ...read] = texts.decode(written, place);
    if (name === undefined || from === undefined) throw misread(place, "lacks a part or a step");
    if (read.length === 0) return Object.freeze<EdgeOutline>([name, from]);
    const [surety, way, ...path] = read;
    const how = [certainty.decode(surety, placeIn(place, "[2]")), mode.decode(way, placeIn(place, "[3]"))] as const;
    return Object.freeze<EdgeOutline>([name, from, ...how, ...path]);
  },
};

const step = object<StepOutline>({
  name: text,
  kind: oneOf("single", "map", "loop", "on", "race", "wait", "sleep"),
  parts: list(part),
  workflow: nullable(text),
  edges: optional(list(edge)),
});

const workflow = object<WorkflowOutline>({
  name: text,
  version: nullable(text),
  parts: list(part),
  steps: list(step),
});

/** Nothing but JSON already, and frozen: it is written as it is. */
export const outline: EventField<PlanOutline> = {
  encode: (given) => given,
  redact: (given) => given,
  decode: (written, place) => {
    const { root, workflows } = whole.decode(written, place);
    if (Object.hasOwn(workflows, root)) return Object.freeze({ root, workflows });
    throw misread(placeIn(place, ".root"), "is the fingerprint of none of the workflows");
  },
};

const whole = object<PlanOutline>({
  root: text,
  workflows: {
    encode: (given) => given,
    redact: (given) => given,
    decode: (written, place) => {
      const found = Object.entries(jsonObject(written, place)).map(
        ([fingerprint, one]) =>
          [fingerprint, workflow.decode(one, placeIn(place, `[${JSON.stringify(fingerprint)}]`))] as const,
      );
      return Object.freeze(Object.fromEntries(found));
    },
  },
});
