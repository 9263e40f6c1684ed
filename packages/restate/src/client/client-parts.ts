import type { ClassRegistry, Plan } from "@stepspan/engine";
import type { Observation } from "@stepspan/engine/hosting";
import type { Wires } from "../protocol/wires.ts";
import type { EndedRuns } from "./ended-runs.ts";
import type { Ingress } from "./ingress.ts";
import type { Reading } from "./restate-journal.ts";
import type { RunPlaces } from "./run-places.ts";

/** What the runs of an engine have in common. */
export interface ClientParts {
  readonly ingress: Ingress;
  readonly reading: Reading;
  readonly places: RunPlaces;
  readonly wires: Wires;
  readonly classes: ClassRegistry | null;
  readonly ended: EndedRuns;
  /** Null if there are no observers. */
  readonly observation: Observation | null;
  /** The plan of a workflow of this name, if it is known here. */
  readonly planNamed: (name: string) => Plan | undefined;
}
