/**
 * Runs the benchmark and prints it: the short form, or with --full everything. --write, or --full, puts the tables into
 * README.md and the chart beside it. Raw figures go to `out/`; --again makes the tables from them and measures nothing.
 * `--engine <names>` and `--shape <names>`, with commas, choose; `--rounds <number>` sets how many rounds there are;
 * `--processor` shows its time in place of the clock's.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chartOf } from "./chart.ts";
import { chosenForm, chosenIds } from "./choice.ts";
import type { Findings } from "./figures.ts";
import { load, machineLine } from "./machine.ts";
import type { Measured } from "./measurement.ts";
import { engineIds, measureRounds } from "./rounds.ts";
import { headingOf, type Session, sessionOf, sessionText } from "./session.ts";
import { tablesOf } from "./tables.ts";

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    engine: { type: "string" },
    shape: { type: "string" },
    rounds: { type: "string" },
    processor: { type: "boolean", default: false },
  },
});
const folder = join(import.meta.dirname, "..");
const raw = join(folder, "out/raw.json");
const isEverything = values.full && values.engine === undefined && values.shape === undefined;

const session = values.again ? sessionOf(readFileSync(raw, "utf8")) : await measureSession();
const findings: Findings = { ...session, timer: values.processor ? "processor" : "clock" };
const report = `${headingOf(session)}\n\n${tablesOf(findings)}`;
console.log(report);
writeFileSync(join(folder, "out/chart.svg"), chartOf(findings));
if (values.write || isEverything) writeResults();

/** Raw figures are written after each graph, so that a session that is stopped can be shown as far as it came. */
async function measureSession(): Promise<Session> {
  const form = chosenForm(values);
  const ids = chosenIds(values.engine, engineIds);
  const [begun, before] = [performance.now(), load()];
  mkdirSync(join(folder, "out"), { recursive: true });
  const soFar = (engines: readonly Measured[]): Session => ({
    form: values.full ? "full" : "short",
    rounds: form.rounds,
    seconds: Math.round((performance.now() - begun) / 1000),
    date: new Date().toISOString().slice(0, 10),
    machine: machineLine(),
    loads: [before, load()],
    cells: form.cells,
    engines,
  });
  const engines = await measureRounds(form, ids, (line, known) => {
    process.stderr.write(`${line}\n`);
    writeFileSync(raw, sessionText(soFar(known)));
  });
  return soFar(engines);
}

function writeResults(): void {
  const readme = join(folder, "README.md");
  const [start, end] = ["<!-- results -->\n", "<!-- end of results -->"];
  const text = readFileSync(readme, "utf8");
  const [above, below] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  writeFileSync(readme, `${above}\n${report}\n\n${below}`);
  writeFileSync(join(folder, "chart.svg"), chartOf(findings));
}
