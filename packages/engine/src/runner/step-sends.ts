import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import { parseEventDataNow } from "../borders/event-data.ts";
import type { CoreState } from "../core/state.ts";
import { indexAt, nameAt } from "../core/units.ts";
import { record } from "../state/record.ts";
import { runPath } from "./frames.ts";
import type { RunHost } from "./run-host.ts";

/** What the steps of a run, or of a child run, tell others: listeners outside, and the other steps of the run. */
export function createStepSends(
  { emissions, loop, ports, now }: RunHost,
  state: CoreState,
): Pick<AttemptEnvironment, "emit" | "send" | "stop"> {
  const { classes } = ports;
  const stepAt = (path: string) => nameAt(state, indexAt(state, path));
  return {
    emit(path, event, given) {
      const place = `context.emit of step "${stepAt(path)}"`;
      const data = event === null ? given : parseEventDataNow(event, given, { place, classes });
      emissions.emit(Object.freeze({ type: "event-emitted", path, event: event?.name ?? null, data, time: now() }));
    },
    send(path, event, given) {
      const data = parseEventDataNow(event, given, { place: `context.send of step "${stepAt(path)}"`, classes });
      loop.post({ type: "sent", path: runPath(state), event: event.name, data, from: path, to: null });
    },
    stop({ path, attempt }, output) {
      const recorded = record(output, `What step "${stepAt(path)}" stops the run with`, classes);
      loop.post({ type: "stop", path, attempt, output: recorded });
    },
  };
}
