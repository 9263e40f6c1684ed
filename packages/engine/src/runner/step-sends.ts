import type { AttemptEnvironment } from "../attempts/attempt-environment.ts";
import { parseEventDataNow } from "../borders/event-data.ts";
import type { CoreState } from "../core/state.ts";
import { indexAt, nameAt, runPathOf } from "../core/units.ts";
import { record } from "../state/record.ts";
import type { RunHost } from "./run-host.ts";

/** What the steps of a run, or of a child run, have to say to the run. */
export function createStepSends({ loop, ports }: RunHost, state: CoreState): Pick<AttemptEnvironment, "send" | "stop"> {
  const { classes } = ports;
  const stepAt = (path: string) => nameAt(state, indexAt(state, path));
  return {
    send(path, event, given) {
      const data = parseEventDataNow(event, given, { place: `context.send of step "${stepAt(path)}"`, classes });
      loop.post({ type: "sent", path: runPathOf(state), event: event.name, data, from: path, to: null });
    },
    stop({ path, attempt }, output) {
      const recorded = record(output, `What step "${stepAt(path)}" stops the run with`, classes);
      loop.post({ type: "stop", path, attempt, output: recorded });
    },
  };
}
