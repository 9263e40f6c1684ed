import { createEngine, type Run, type RunError, workflow } from "stepspan";
import { z } from "zod";

export interface Order {
  readonly customer: string;
  readonly cents: number | null;
}

/** Takes an hour, and the archive sends a bill for it. */
export function download({ month }: { month: string }): readonly Order[] {
  console.log(`  downloading the orders of ${month}`);
  return [
    { customer: "Ann", cents: 1250 },
    { customer: "Bob", cents: null },
    { customer: "Ann", cents: 300 },
  ];
}

/** Orders that were given away have no price, and nobody had thought of those. */
export function addUp({ orders }: { orders: readonly Order[] }): Readonly<Record<string, number>> {
  console.log("  adding up");
  const totals: Record<string, number> = {};
  for (const { customer, cents } of orders) {
    if (cents === null) throw new Error(`The order of ${customer} has no price`);
    totals[customer] = (totals[customer] ?? 0) + cents;
  }
  return totals;
}

/** The same, once it was mended. */
export function addUpWhatWasPaid({ orders }: { orders: readonly Order[] }): Readonly<Record<string, number>> {
  return addUp({ orders: orders.filter(({ cents }) => cents !== null) });
}

/** Downloads the orders of a month, adds them up, and writes the bills. */
export function billing(sum: typeof addUp) {
  return workflow("billing", { input: z.object({ month: z.string() }) })
    .step("download", { params: { month: ({ input }) => input.month }, run: download })
    .step("addUp", { params: { orders: ({ stepSpan }) => stepSpan("download").output }, run: sum })
    .step("write", {
      params: { totals: ({ stepSpan }) => stepSpan("addUp").output },
      run: ({ totals }) => Object.entries(totals).map(([customer, cents]) => `${customer} owes ${cents / 100}`),
    });
}

function show(run: Run): void {
  for (const { name, status, reusedFrom } of run.spans) {
    console.log(`  ${name}: ${status}${reusedFrom === null ? "" : `, as in run ${reusedFrom.runId}`}`);
  }
}

if (import.meta.main) {
  await using engine = createEngine();

  console.log("the first run");
  const month = { month: "October" };
  const failed = await engine.run(billing(addUp), month, { runId: "october" }).catch((error: RunError) => error.run);
  show(failed);

  // #region rerun
  console.log("again, from the step that was mended");
  const mended = billing(addUpWhatWasPaid);
  const handle = await engine.rerun("october", { from: "addUp", workflow: mended, runId: "october-2" });
  const run = await handle.result;
  show(run);
  console.log(run.output);
  // #endregion

  // #region at
  console.log("the first run, after its third event");
  const earlier = await engine.runs.at("october", 3);
  if (earlier !== undefined) show(earlier);
  // #endregion
}
