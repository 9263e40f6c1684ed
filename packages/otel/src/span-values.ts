import type { Attributes, Span } from "@opentelemetry/api";
import type { RunEvent } from "@stepspan/engine";
import { cleanText } from "./clean-text.ts";
import type { SpanWriter } from "./span-writer.ts";
import { valueText } from "./value-text.ts";

/** Inputs, outputs, variables, logs and metadata on spans: nothing of them, unless values are recorded. */
export class SpanValues {
  readonly #writer: SpanWriter;
  readonly #longest: number | null;

  /** @param longest of the text of a value, in characters; null: no value leaves the process */
  constructor(writer: SpanWriter, longest: number | null) {
    this.#writer = writer;
    this.#longest = longest;
  }

  input(span: Span | null, value: unknown): void {
    this.#add(span, "stepspan.input", value);
  }

  output(span: Span | null, value: unknown): void {
    this.#add(span, "stepspan.output", value);
  }

  variable(span: Span | null, name: string, value: unknown): void {
    this.#add(span, `stepspan.vars.${cleanText(name, 100)}`, value);
  }

  metadata(span: Span | null, metadata: Readonly<Record<string, unknown>>): void {
    if (Object.keys(metadata).length > 0) this.#add(span, "stepspan.metadata", metadata);
  }

  log(span: Span | null, { time, level, message, fields }: Extract<RunEvent, { type: "log-written" }>): void {
    if (this.#longest === null) return;
    const attributes: Attributes = {
      "stepspan.log.level": level,
      "stepspan.log.message": cleanText(message, this.#longest),
    };
    if (Object.keys(fields).length > 0) attributes["stepspan.log.fields"] = valueText(fields, this.#longest);
    this.#writer.event(span, "stepspan.log", time, attributes);
  }

  #add(span: Span | null, key: string, value: unknown): void {
    if (this.#longest === null || value === undefined) return;
    this.#writer.add(span, { [key]: valueText(value, this.#longest) });
  }
}
