import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { abilities } from "./host.ts";
import { hosts } from "./hosts.ts";
import { themes } from "./themes.ts";

const folder = import.meta.dirname;
const scenarios = themes.flatMap((theme) => theme.scenarios.map((scenario) => ({ ...scenario, theme: theme.name })));

describe("the suite of hosts", () => {
  it("has every theme that is written, once", () => {
    const written = readdirSync(join(folder, "scenarios")).flatMap((file) =>
      [...readFileSync(join(folder, "scenarios", file), "utf8").matchAll(/^export const \w+ = theme\("([^"]+)"/gm)].map(
        ([, name]) => name,
      ),
    );
    expect(themes.map(({ name }) => name).toSorted()).toEqual(written.toSorted());
  });

  it("has scenarios of different names", () => {
    const names = scenarios.map(({ theme, name }) => `${theme} ${name}`);
    expect(names.length).toBeGreaterThan(150);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has a scenario for each ability that a host may lack", () => {
    expect(abilities.filter((ability) => !scenarios.some(({ needs }) => needs.includes(ability)))).toEqual([]);
  });

  it("is tried on every host by a file of its own: the same text, with nothing left out in it", () => {
    for (const { file, host } of hosts) {
      const text = readFileSync(join(folder, file), "utf8");
      expect(text, file).toMatch(/^tryHost\(\w+\);$/m);
      for (const [ability, lack] of Object.entries(host.lacks)) {
        expect(lack.reason.length, `${host.name} lacks ${ability}`).toBeGreaterThan(20);
      }
    }
  });
});
