import { engineNamed, type Findings, figureOf, type Measures, ratioOf } from "./figures.ts";
import { titleOf } from "./forms.ts";
import type { Cell } from "./job.ts";
import { cellText, markdownTable, rounded, section } from "./markdown.ts";
import { keyOf, type Measured } from "./measurement.ts";
import { baseline } from "./rounds.ts";

/** Everything that a benchmark found, as Markdown: times of runs, ratios, times of building, memory, and who is who. */
export function tablesOf(findings: Findings): string {
  const ofProcessor = findings.timer === "processor" ? " of the processor, on all threads," : "";
  return [
    section(
      `Microseconds${ofProcessor} per step`,
      "In brackets: how many times as long as the hand-written promises take in the same rounds.",
      matrix(findings, (cell, measured, { run }) => {
        const ratio = ratioOf(findings, { of: measured, to: engineNamed(findings, baseline) }, cell);
        return ratio === null ? rounded(run) : `${rounded(run)} (×${rounded(ratio)})`;
      }),
    ),
    besideQueues(findings),
    section(
      `Building the graph, microseconds${ofProcessor} per step`,
      "What is paid once for a definition, before a run begins.",
      matrix(findings, (_cell, _measured, { build }) => rounded(build)),
    ),
    section(
      "Heap that remains per step, bytes",
      "After collections, with all results in hand: what a run adds, and in brackets what the built graph holds.",
      matrix(findings, heapOf),
    ),
    section(
      "Peak memory of the process, MB",
      "Resident, with Node and the loaded packages.",
      matrix(findings, (_cell, _measured, { peak }) => (peak / 2 ** 20).toFixed(0)),
    ),
    failures(findings),
    whoIsWho(findings),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

type Say = (cell: Cell, measured: Measured, figure: Measures) => string;

function matrix(findings: Findings, say: Say): string {
  const { cells, engines } = findings;
  const rows = engines.map((measured) => [
    nameOf(measured),
    ...cells.map((cell) => {
      const figure = figureOf(findings, measured, cell);
      if (figure.kind === "measured") return say(cell, measured, figure);
      return figure.kind === "failed" ? figure.failure.kind : "–";
    }),
  ]);
  return markdownTable(["", ...cells.map(titleOf)], rows);
}

function heapOf(cell: Cell, { cells }: Measured): string {
  const { heap = null, heapFailure = null } = cells.get(keyOf(cell)) ?? {};
  if (heap === null) return heapFailure?.kind ?? "–";
  const result = heap.result.toFixed(0);
  return heap.built === null ? result : `${result} (${heap.built.toFixed(0)})`;
}

/** Stepspan is held against the least that does what it has to do: counters and a queue. */
function besideQueues(findings: Findings): string {
  const own = engineNamed(findings, "stepspan");
  const queues = ["p-queue-9", "p-queue-10"].flatMap((id) => engineNamed(findings, id) ?? []);
  if (own === undefined || queues.length === 0) return "";
  const rows = queues.map((queue) => [
    nameOf(queue),
    ...findings.cells.map((cell) => {
      const ratio = ratioOf(findings, { of: own, to: queue }, cell);
      return ratio === null ? "–" : `×${rounded(ratio)}`;
    }),
  ]);
  const table = markdownTable(["", ...findings.cells.map(titleOf)], rows);
  return section(
    "Stepspan beside counters and a queue",
    "How many times as long Stepspan takes in the same rounds.",
    table,
  );
}

function failures(findings: Findings): string {
  const rows = findings.engines.flatMap((measured) =>
    findings.cells.flatMap((cell) => {
      const figure = figureOf(findings, measured, cell);
      const heapFailure = measured.cells.get(keyOf(cell))?.heapFailure ?? null;
      const row = (how: string, message: string) => [nameOf(measured), titleOf(cell), how, cellText(message)];
      return [
        ...(figure.kind === "failed" ? [row(figure.failure.kind, figure.failure.message)] : []),
        ...(heapFailure === null ? [] : [row(`${heapFailure.kind}, looking at the heap`, heapFailure.message)]),
      ];
    }),
  );
  return rows.length === 0 ? "" : section("What failed", "", markdownTable(["", "graph", "how", "what it said"], rows));
}

function whoIsWho({ engines }: Findings): string {
  const rows = engines.map((measured) => {
    const { description, importMs } = measured;
    if (description === null) return [measured.id, "–", "–", "–", "–", "–"];
    const { version, passesValues, keepsRecords, usage } = description;
    const load = `${Math.min(...importMs).toFixed(0)} ms`;
    return [nameOf(measured), version ?? "–", yesOrNo(passesValues), yesOrNo(keepsRecords), load, cellText(usage)];
  });
  const head = ["", "version", "passes values", "keeps records", "loads in", "how it is used"];
  return section("Who is who", "", markdownTable(head, rows));
}

function nameOf({ id, description }: Measured): string {
  const name = description?.name ?? id;
  return id === "stepspan" ? `**${name}**` : name;
}

function yesOrNo(is: boolean): string {
  return is ? "yes" : "no";
}
