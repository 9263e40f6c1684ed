import type { Ability } from "./host.ts";
import type { World } from "./world.ts";

/** What every host does, as one thing that can be tried. */
export interface Scenario {
  /** How the sentence goes on that the theme begins. */
  readonly name: string;
  /** What a host must offer for it. */
  readonly needs: readonly Ability[];
  readonly run: (world: World) => Promise<void>;
}

/** Scenarios about one thing. */
export interface Theme {
  /** How their sentences begin. */
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

/** A scenario that not every host can have. */
interface Needing {
  readonly needs: readonly Ability[];
  readonly run: (world: World) => Promise<void>;
}

/** Scenarios by their names, in their order. */
export function theme(name: string, scenarios: Readonly<Record<string, Scenario["run"] | Needing>>): Theme {
  return {
    name,
    scenarios: Object.entries(scenarios).map(([scenario, given]) => {
      return typeof given === "function"
        ? { name: scenario, needs: [], run: given }
        : { name: scenario, needs: given.needs, run: given.run };
    }),
  };
}

/** A scenario for hosts that offer this. */
export function needs(ability: Ability, run: Scenario["run"]): Needing {
  return { needs: [ability], run };
}
