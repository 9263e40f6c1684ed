import type { InboxMessage, StepAnswer } from "./inbox-message.ts";
import type { Form } from "./wire.ts";

/** Answers are many and mostly short: what a body returned is the only value in them. All others are one value. */
export const messageForm: Form<InboxMessage> = {
  split(message) {
    if (message.kind !== "answer") return { head: null, values: { message } };
    const { effects, outcome, ...head } = message;
    return {
      head,
      values: {
        effects: effects.length === 0 ? undefined : effects,
        ...(outcome.kind === "returned" ? { output: outcome.output } : { outcome }),
      },
    };
  },
  join({ head, values }) {
    const { message, effects = [], output, outcome = { kind: "returned", output } } = values as Values;
    return message ?? ({ ...(head as Omit<StepAnswer, "effects" | "outcome">), effects, outcome } as StepAnswer); // as it was split
  },
};

type Values = Partial<Pick<StepAnswer, "effects" | "outcome">> & {
  readonly message?: InboxMessage;
  readonly output?: unknown;
};
