/** Prints what chained workflows of growing length add to `tsc`: `node --conditions=@stepspan/source scripts/typecheck-cost.ts`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const lengths = [50, 100, 200, 400];
const repetitions = 3;

interface Cost {
  readonly milliseconds: number;
  readonly instantiations: number;
  readonly types: number;
}

const folder = mkdtempSync(join(tmpdir(), "typecheck-cost-"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
try {
  const without = measure(1);
  console.log(`tsc without a chain: ${Math.round(without.milliseconds)} ms. A chain adds:\n`);
  console.log("steps |     time | per step | instantiations |   types");
  for (const length of lengths) {
    const cost = measure(length);
    const added = cost.milliseconds - without.milliseconds;
    const cells = [
      String(length).padStart(5),
      `${added.toFixed(0)} ms`.padStart(8),
      `${(added / length).toFixed(2)} ms`.padStart(8),
      String(cost.instantiations - without.instantiations).padStart(14),
      String(cost.types - without.types).padStart(7),
    ];
    console.log(cells.join(" | "));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The fastest of some runs: other programs on the machine only make it slower. */
function measure(length: number): Cost {
  writeFileSync(join(folder, "chain.mts"), programOf(length));
  const compilerOptions = { skipLibCheck: true };
  const configuration = {
    extends: join(root, "test/tsconfig.json"),
    compilerOptions,
    files: ["chain.mts"],
    include: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
  const costs = Array.from({ length: repetitions }, compile);
  return costs.reduce((best, cost) => (cost.milliseconds < best.milliseconds ? cost : best));
}

function compile(): Cost {
  const started = performance.now();
  const options = ["--project", folder, "--extendedDiagnostics"];
  const report = execFileSync(join(root, "node_modules/.bin/tsc"), options, { encoding: "utf8" });
  const milliseconds = performance.now() - started;
  return { milliseconds, instantiations: figure(report, "Instantiations"), types: figure(report, "Types") };
}

function figure(report: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(report)?.[1]);
}

/** A workflow in which every step reads its predecessor and one far back, and every fifth is guarded. */
function programOf(length: number): string {
  const steps = Array.from({ length }, (_, index) => stepOf(index));
  return `import { workflow } from "@stepspan/dsl";
import { z } from "zod";

interface Item {
  readonly total: number;
}
async function load(params: { readonly day: string; readonly total: number }): Promise<Item> {
  return { total: params.total + params.day.length };
}

export const report = workflow("report", { input: z.object({ day: z.string() }) })
${steps.join("\n")}
  .returns(({ stepSpan }) => stepSpan("step0").output.total);
`;
}

function stepOf(index: number): string {
  const total = index === 0 ? "() => 1" : `({ stepSpan }) => ${totalOf(index - 1)} + ${totalOf(Math.floor(index / 2))}`;
  if (index % 5 === 0) {
    return `  .step("step${index}", { params: { day: ({ input }) => input.day, total: ${total} }, run: load })`;
  }
  const guard = isGuarded(index) ? `when: ({ stepSpan }) => ${totalOf(index - 1)} > 0, ` : "";
  const params = `params: { total: ${total}, label: "step ${index}", day: ({ input }) => input.day }`;
  return `  .step("step${index}", { ${guard}${params}, run: ({ total, label, day }) => ({ total, label: label + day }) })`;
}

function totalOf(index: number): string {
  return isGuarded(index)
    ? `(stepSpan("step${index}", { default: null })?.output.total ?? 0)`
    : `stepSpan("step${index}").output.total`;
}

function isGuarded(index: number): boolean {
  return index % 5 === 4;
}
