import { shortNameOf } from "../state/label-of.ts";
import { type RedactedPlace, type RedactOptions, redactedText } from "./redact-options.ts";

/** A text as it may be shown. */
export type RedactText = (text: string, place: RedactedPlace) => string;

/** A function of the user's that fails lets nothing pass; that is told on the console once, without what it threw. */
export function createRedactText(texts: NonNullable<RedactOptions["texts"]>): RedactText {
  let isReported = false;

  const hide = (problem: string, { event, path }: RedactedPlace): string => {
    if (isReported) return redactedText;
    isReported = true;
    console.error(
      `The function redact.texts of createEngine ${problem} for the text ${path} of ${event}: "${redactedText}" stands in its place, and wherever else it fails. Mend it.`,
    );
    return redactedText;
  };

  return (text, place) => {
    if (text === redactedText) return text;
    let shown: unknown;
    try {
      shown = texts(text, { event: place.event, path: place.path }); // a place of ours has more
    } catch (thrown) {
      const what = typeof thrown === "object" && thrown !== null ? `an instance of ${shortNameOf(thrown)}` : `a ${typeof thrown}`; // biome-ignore format: one line
      return hide(`threw ${what}`, place);
    }
    if (typeof shown === "string") return shown;
    if (shown instanceof Promise) shown.catch(() => undefined); // nobody waits for it
    return hide("gave no text", place);
  };
}
