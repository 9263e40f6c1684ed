/**
 * Runs the benchmark and prints it: the short form, or with --full everything. --write, or --full, puts the tables into
 * README.md and the chart beside it. Raw figures go to `out/`. `--engine <names>` and `--shape <names>`, with commas,
 * choose; `--rounds <number>` sets how many rounds there are; `--processor` shows its time in place of the clock's.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chartOf } from "./chart.ts";
import { chosenForm, chosenIds } from "./choice.ts";
import type { Findings } from "./figures.ts";
import { load, machineLine } from "./machine.ts";
import { engineIds, measureRounds } from "./rounds.ts";
import { tablesOf } from "./tables.ts";

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    engine: { type: "string" },
    shape: { type: "string" },
    rounds: { type: "string" },
    processor: { type: "boolean", default: false },
  },
});
const folder = join(import.meta.dirname, "..");
const form = chosenForm(values);
const ids = chosenIds(values.engine, engineIds);
const begun = performance.now();
const loadBefore = load();
const engines = await measureRounds(form, ids, (line) => process.stderr.write(`${line}\n`));
const findings: Findings = { cells: form.cells, engines, timer: values.processor ? "processor" : "clock" };
const seconds = Math.round((performance.now() - begun) / 1000);

const machine = machineLine();
const date = new Date().toISOString().slice(0, 10);
const busy = `${loadBefore.toFixed(1)} before, ${load().toFixed(1)} at the end (the benchmark itself is 1)`;
const heading = [
  `${values.full ? "Full" : "Short"} form, ${form.rounds} rounds in ${seconds} s, ${date}.`,
  `${machine}. Load of the machine: ${busy}.`,
].join("\n");
const report = `${heading}\n\n${tablesOf(findings)}`;
console.log(report);

const out = join(folder, "out");
mkdirSync(out, { recursive: true });
const raw = engines.map((measured) => ({ ...measured, cells: Object.fromEntries(measured.cells) }));
writeFileSync(join(out, "raw.json"), `${JSON.stringify({ date, machine, form, engines: raw }, null, 1)}\n`);
writeFileSync(join(out, "chart.svg"), chartOf(findings));

const isChosen = values.engine !== undefined || values.shape !== undefined;
if (values.write || (values.full && !isChosen)) {
  const readme = join(folder, "README.md");
  const markers = /(<!-- results -->\n)[\s\S]*(<!-- end of results -->)/;
  writeFileSync(
    readme,
    readFileSync(readme, "utf8").replace(markers, (_, start, end) => `${start}\n${report}\n\n${end}`),
  );
  writeFileSync(join(folder, "chart.svg"), chartOf(findings));
}
