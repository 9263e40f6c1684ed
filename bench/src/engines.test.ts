import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { smallestForm } from "./forms.ts";
import type { Message } from "./job.ts";
import { measureInProcess, usualMemoryMegabytes } from "./measure-in-process.ts";
import { keyOf } from "./measurement.ts";
import { engineFile, engineIds } from "./rounds.ts";

const { cells, pace, timeMs } = smallestForm;

async function measure(
  engine: string,
  limits: { timeMs: number; memoryMegabytes: number },
): Promise<readonly Message[]> {
  return measureInProcess({ engine, cells, pace, measuresHeap: false }, limits);
}

describe("the engines of the benchmark", { concurrent: true }, () => {
  it("are those whose files there are", () => {
    const files = readdirSync(join(import.meta.dirname, "engines"));
    expect(files.map((file) => file.replace(".ts", "")).sort()).toEqual([...engineIds].sort());
  });

  it.each(engineIds)("%s runs every shape in order, each step once, with the right values", async (id) => {
    const messages = await measure(engineFile(id), { timeMs, memoryMegabytes: usualMemoryMegabytes });
    expect(messages.filter(({ kind }) => kind === "failure")).toEqual([]);
    const [first] = messages;
    const without = first?.kind === "engine" ? first.description.without : [];
    const measured = messages.flatMap((message) => (message.kind === "times" ? [keyOf(message.cell)] : []));
    expect(measured).toEqual(cells.filter(({ shape }) => !without.includes(shape)).map(keyOf));
  });
});

describe("an engine that fails", { concurrent: true }, () => {
  const [cell] = cells;
  const failures = [
    ["throwing", { kind: "error", message: "RangeError: no room for a fan-out" }],
    ["too-early", { kind: "wrong", message: "step 1 gave NaN instead of 1" }],
    ["twice", { kind: "wrong", message: "60 calls for 30 steps" }],
    ["never-done", { kind: "crash", message: "exit code 13" }],
    ["dying", { kind: "crash", message: "exit code 3" }],
    ["hungry", { kind: "out of memory", message: "more than 64 MB of heap" }],
  ] as const;

  it.each(failures)("is shown as such: %s", async (id, failure) => {
    const engine = join(import.meta.dirname, "failing", `${id}.ts`);
    const messages = await measure(engine, { timeMs, memoryMegabytes: 64 });
    expect(messages.filter(({ kind }) => kind === "failure")).toEqual([{ kind: "failure", cell, failure }]);
    expect(messages.filter(({ kind }) => kind === "times")).toEqual([]);
  });

  it("is shown as such if it goes on for longer than it may", async () => {
    const engine = join(import.meta.dirname, "failing/busy.ts");
    const messages = await measure(engine, { timeMs: 3000, memoryMegabytes: 64 });
    const failure = { kind: "time-out", message: "not done after 3 s" };
    expect(messages.filter(({ kind }) => kind === "failure")).toMatchObject([{ failure }]);
  });

  it("is shown as such if it does not even load", async () => {
    const engine = join(import.meta.dirname, "failing/not-loading.ts");
    const failure = { kind: "error", message: "Error: this package does not load" };
    expect(await measure(engine, { timeMs, memoryMegabytes: 64 })).toEqual([{ kind: "failure", cell: null, failure }]);
  });
});
