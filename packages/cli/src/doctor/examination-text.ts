import { visibleText } from "@stepspan/engine/reading";
import type { OwnerState } from "@stepspan/sqlite";
import { alignedRows } from "../text/columns.ts";
import { momentText } from "../text/moment-text.ts";
import { countText, sizeText } from "../text/size-text.ts";
import type { Style } from "../text/style.ts";
import { visibleLines } from "../text/visible-lines.ts";
import type { Examination, OpenRun, StoreFacts } from "./examination.ts";

/** More open runs are only counted. */
const mostListed = 50;

/** What was found, for people. */
export function examinationText({ store, facts, open, problems }: Examination, style: Style): readonly string[] {
  return [
    style.heading(visibleText(store)),
    ...(facts === null ? [] : factLines(facts, style)),
    ...(facts === null ? [] : openLines(open, style)),
    "",
    ...problemLines(problems, style),
  ];
}

function factLines({ schemaVersion, sqliteRelease, bytes, counts }: StoreFacts, style: Style): readonly string[] {
  const contents = [
    countText(counts.runs, "run"),
    countText(counts.events, "event"),
    countText(counts.states, "state"),
    countText(counts.memos, "memo"),
  ];
  const rows = [
    ["size", `${sizeText(bytes.file)}, and ${sizeText(bytes.log)} in its log`],
    ["schema", `version ${schemaVersion}`],
    ["SQLite", sqliteRelease],
    ["contents", contents.join(", ")],
  ];
  return rows.map(([name, text]) => `  ${style.quiet(name!.padEnd(8))}  ${text}`); // rows of two
}

function openLines(open: readonly OpenRun[], style: Style): readonly string[] {
  if (open.length === 0) return ["", "No run is open."];
  const rows = open.slice(0, mostListed).map(({ runId, workflow, status, owner }) => {
    return [visibleText(runId ?? "(damaged id)"), visibleText(workflow ?? ""), status, ownerText(owner)];
  });
  const rest = open.length - mostListed;
  const more = rest > 0 ? [`  and ${rest.toLocaleString("en-US")} more`] : [];
  return ["", style.heading(`Open: ${countText(open.length, "run")}`), ...alignedRows(rows).map((line) => `  ${line}`), ...more]; // biome-ignore format: one line
}

function ownerText(owner: OwnerState): string {
  switch (owner.kind) {
    case "nobody":
      return "given back: no process has it";
    case "alive":
      return `in process ${owner.process}, alive`;
    case "dead":
      return `in process ${owner.process}, dead`;
    case "expired":
      return owner.until === null ? "its process is gone" : `its lease was over at ${momentText(owner.until)}`;
    case "elsewhere":
      return `on another machine, until ${momentText(owner.until)} at least`;
    default:
      return owner satisfies never;
  }
}

function problemLines(problems: readonly string[], style: Style): readonly string[] {
  if (problems.length === 0) return [style.good("✔ Nothing is wrong.")];
  const lines = problems.flatMap((problem) => {
    const [first = "", ...more] = visibleLines(problem);
    return [`${style.bad("✖")} ${first}`, ...more.map((line) => `  ${line}`)];
  });
  return [style.heading(`Wrong: ${countText(problems.length, "thing")}`), ...lines];
}
