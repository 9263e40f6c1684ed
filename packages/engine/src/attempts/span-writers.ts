import type { LogWriter, SpanWriter, UsageWriter } from "../context/step-context.ts";
import type { EventBody } from "../core/events.ts";
import { DefinitionError } from "../errors/definition-errors.ts";
import { describeThrown } from "../errors/thrown.ts";
import type { LogLevel } from "../spans/span.ts";
import { share } from "../state/record.ts";
import type { Values } from "../state/values.ts";

/** Takes an event of a step: visible at once, stored with the next turn. */
export type WriteEvent = (
  event: Extract<EventBody, { type: "variable-set" | "usage-added" | "log-written" | "state-changed" }>,
) => void;

export interface SpanWriters {
  readonly span: SpanWriter;
  readonly usage: UsageWriter;
  readonly log: LogWriter;
}

/** The step that is written to. */
export interface WrittenSpan {
  readonly path: string;
  readonly step: string;
  readonly vars: () => Readonly<Record<string, unknown>>;
  readonly record: Values["record"];
}

/** Names such as `__proto__` would reach into the machinery of the language. */
const refused = new Set(["__proto__", "prototype", "constructor"]);

/** `context.span`, `context.usage` and `context.log` of one attempt. */
export function createSpanWriters({ path, step, vars, record }: WrittenSpan, write: WriteEvent): SpanWriters {
  return {
    span: {
      set(name, value) {
        checkName(name, `context.span.set of step "${step}"`);
        write({ type: "variable-set", path, name, value: record(value, `Variable "${name}" of step "${step}"`) });
      },
      get: (name) => (Object.hasOwn(vars(), name) ? share(vars()[name]) : undefined),
    },
    usage: {
      add(unit, amount) {
        checkName(unit, `context.usage.add of step "${step}"`);
        if (typeof amount !== "number" || !Number.isFinite(amount) || amount < 0) {
          throw new DefinitionError(
            `context.usage.add of step "${step}" got ${describeThrown(amount)} for "${unit}". Give a finite number of at least 0.`,
          );
        }
        write({ type: "usage-added", path, unit, amount });
      },
    },
    log: logWriter((level, message, given) => {
      const fields = record(given, `The fields of a log line of step "${step}"`);
      write({ type: "log-written", path, level, message, fields });
    }),
  };
}

function logWriter(
  writeLine: (level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>) => void,
): LogWriter {
  const at =
    (level: LogLevel): LogWriter[LogLevel] =>
    (message, fields = {}) =>
      writeLine(level, String(message), fields);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

function checkName(name: unknown, place: string): void {
  if (typeof name === "string" && name !== "" && !refused.has(name)) return;
  throw new DefinitionError(
    `${place} got the name ${describeThrown(name)}. Give a name that is not empty and not one of ${[...refused].join(", ")}.`,
  );
}
