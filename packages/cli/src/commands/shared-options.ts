import { type Command, InvalidArgumentError, Option } from "commander";
import type { QueueOptions } from "stepspan";
import { CommandError } from "../outcome/command-error.ts";

/** `--store`: the file in which runs are kept. */
export function storeOption(): Option {
  return new Option("-s, --store <file>", "the SQLite file in which runs are kept").env("STEPSPAN_STORE");
}

/** @throws CommandError if it was not given */
export function requiredStore(store: string | undefined, act: string): string {
  if (store !== undefined && store !== "") return store;
  throw new CommandError(
    `${act} needs the file in which runs are kept. Give it with --store runs.db, or in the variable STEPSPAN_STORE.`,
  );
}

/** `--concurrency`. */
export function concurrencyOption(): Option {
  return new Option("-c, --concurrency <number>", "how many attempts may be open at once (16)").argParser((given) =>
    wholeNumber(given, 1),
  );
}

/** `--queue`, once for each. */
export function queueOption(): Option {
  return new Option(
    "-q, --queue <name=number>",
    "a queue that steps name, with its concurrency; may be repeated",
  ).argParser((given: string, before: Record<string, QueueOptions> | undefined) => {
    const at = given.lastIndexOf("=");
    if (at < 1) throw new InvalidArgumentError('Give a name and a number: "api=4".');
    return { ...before, [given.slice(0, at)]: { concurrency: wholeNumber(given.slice(at + 1), 1) } };
  });
}

export function jsonOption(description: string): Option {
  return new Option("--json", description);
}

export function quietOption(): Option {
  return new Option("--quiet", "show nothing of the run but what went wrong");
}

/** @throws InvalidArgumentError for what is no whole number, or too small */
export function wholeNumber(given: string, least: number): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`Give a whole number of at least ${least}.`);
}

/** The options of all commands in which steps run. */
export interface EngineFlags {
  readonly concurrency?: number;
  readonly queue?: Readonly<Record<string, QueueOptions>>;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The options of the commands that go on with a run of a store. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(storeOption())
    .addOption(concurrencyOption())
    .addOption(queueOption())
    .addOption(jsonOption("print what happens as events, one on each line"))
    .addOption(quietOption());
}
