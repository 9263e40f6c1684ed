import { auto } from "async";
import { type BuiltGraph, concurrency, type Engine, installedVersion, stepName } from "../engine.ts";
import type { Graph } from "../shapes.ts";
import { step } from "../steps.ts";

type Results = Readonly<Record<string, number>>;

/** An object of functions, each behind the names of those that it needs. */
export const engine: Engine = {
  name: "async.auto",
  version: installedVersion("async"),
  passesValues: true,
  keepsRecords: false,
  usage: "`auto(tasks, concurrency)` with async functions",
  without: [],
  build: ({ parents }: Graph): BuiltGraph => {
    const tasks = Object.fromEntries(
      parents.map((own, index) => {
        const names = own.map(stepName);
        if (names.length === 0) return [stepName(index), async () => step(index, [])];
        const task = async (results: Results) =>
          step(
            index,
            names.map((name) => results[name]!),
          );
        return [stepName(index), [...names, task]];
      }),
    );
    return {
      run: async () => {
        const results: Results = await auto(tasks, concurrency);
        return { valueOf: (index) => results[stepName(index)] };
      },
    };
  },
};
