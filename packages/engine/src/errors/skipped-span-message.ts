import type { SettledSpan } from "../spans/span.ts";
import { asSentence, describeThrown } from "./thrown.ts";

/** Who reads: `step` is null for what the workflow returns; `parameter` is null for a guard, undefined for a `run` function. */
export interface SpanReaderName {
  readonly step: string | null;
  readonly parameter?: string | null;
}

/** Names both steps, the parameter and the way out. */
export function skippedSpanMessage(span: SettledSpan, reader: SpanReaderName): string {
  const who = reader.step === null ? "The returns lambda" : `Step "${reader.step}"`;
  const read = `stepSpan(${JSON.stringify(span.name)}, { default: null })`;
  const problem = `${who} reads the output of "${span.name}"${placeIn(reader)}, but "${span.name}" ${whyWithoutOutput(span)}`;
  return `${asSentence(problem)} Read it as ${read}.`;
}

/** In which lambda of its step something is read. */
export function placeIn({ step, parameter }: SpanReaderName): string {
  if (step === null || parameter === undefined) return "";
  return parameter === null ? " in its guard" : ` in parameter "${parameter}"`;
}

function whyWithoutOutput(span: SettledSpan): string {
  switch (span.status) {
    case "skipped":
      return `was skipped because ${whySkipped(span.skipped)}`;
    case "failed":
      return `failed: ${describeThrown(span.error)}`;
    case "cancelled":
      return span.cancelled.kind === "race"
        ? `lost race "${span.cancelled.step}"`
        : `was cancelled (${span.cancelled.kind})`;
    case "succeeded":
      return "succeeded";
    default:
      return span satisfies never;
  }
}

function whySkipped(because: Extract<SettledSpan, { status: "skipped" }>["skipped"]): string {
  switch (because.kind) {
    case "guard":
      return "its guard returned false";
    case "skipWith":
      return `"${because.step}" was skipped`;
    case "upstream":
      return `"${because.step}" did not succeed`;
    default:
      return because satisfies never;
  }
}
