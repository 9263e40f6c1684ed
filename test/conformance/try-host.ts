import { describe, expect, it } from "vitest";
import type { Ability, Host } from "./host.ts";
import type { Scenario } from "./theme.ts";
import { themes } from "./themes.ts";
import { createWorld } from "./world.ts";

/** How long a scenario may take on a busy machine, in milliseconds. */
const patience = 60_000;

/** Tries all scenarios on a host, and what it says that it lacks. */
export function tryHost(host: Host): void {
  const begun = new Set<string>();

  describe(`on ${host.name}:`, { timeout: patience }, () => {
    for (const { name, scenarios } of themes) {
      const offered = scenarios.filter(({ needs }) => offers(host, needs));
      if (offered.length === 0) continue; // what it lacks is tried below
      describe(name, () => {
        for (const scenario of offered) {
          it(scenario.name, () => {
            begun.add(`${name} ${scenario.name}`);
            return inWorldOf(host, scenario.run);
          });
        }
      });
    }

    for (const [ability, { reason, shown }] of Object.entries(host.lacks)) {
      it(`has no ${ability}: ${reason}`, () => inWorldOf(host, shown));
    }

    it("tried every scenario, but for those that need what it lacks", () => {
      const expected = themes.flatMap((theme) =>
        theme.scenarios.flatMap(({ name, needs }) => (offers(host, needs) ? [`${theme.name} ${name}`] : [])),
      );
      expect([...begun].sort()).toEqual(expected.sort());
    });
  });
}

function offers({ lacks }: Host, needs: readonly Ability[]): boolean {
  return needs.every((ability) => lacks[ability] === undefined);
}

/** Tries something in a world of its own. */
export async function inWorldOf(host: Host, run: Scenario["run"]): Promise<void> {
  const { world, close } = createWorld(host);
  try {
    await run(world);
  } finally {
    await close();
  }
}
