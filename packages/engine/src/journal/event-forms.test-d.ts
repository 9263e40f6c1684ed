import { test } from "vitest";
import type { CancelReason } from "../spans/span.ts";
import { flag, list, nullable, text } from "./event-field.ts";
import { type EventForms, eventForms } from "./event-forms.ts";
import { variants } from "./event-objects.ts";
import { thrown, value } from "./event-values.ts";

test("a type of event without its form does not compile", () => {
  const { "run-paused": _left, ...others } = eventForms;
  // @ts-expect-error "run-paused" is missing
  others satisfies EventForms;
});

test("a field that is missing, of another type or unknown does not compile", () => {
  // @ts-expect-error attempt is missing
  ({ path: text, output: value }) satisfies EventForms["step-succeeded"];
  // @ts-expect-error a path is no flag
  ({ path: flag }) satisfies EventForms["retry-due"];
  // @ts-expect-error an event can be null
  ({ ...eventForms["wait-started"], event: text }) satisfies EventForms["wait-started"];
  // @ts-expect-error a path is never null
  ({ path: nullable(text) }) satisfies EventForms["retry-due"];
  // @ts-expect-error there is no such field
  ({ path: text, paths: list(text) }) satisfies EventForms["retry-due"];
});

test("a union with a word that has no form does not compile", () => {
  // @ts-expect-error race and stopped are missing
  variants<CancelReason, "kind">("kind", {
    cancel: { reason: thrown },
    failFast: { step: text },
    timeout: {},
    stalled: {},
  });
});
