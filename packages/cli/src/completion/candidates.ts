import type { Command, Option } from "commander";

/**
 * What can stand in the place of the last word, which may be empty or begun. Only what the command line itself knows;
 * empty where a file or a free text is to be written, so that the shell offers files.
 *
 * @param words all that was typed behind `stepspan`, the last one being the one to complete
 */
export function candidatesFor(program: Command, words: readonly string[]): readonly string[] {
  const begun = words.at(-1) ?? "";
  const { command, option } = follow(program, words.slice(0, -1));
  if (option !== null) return fitting(option.argChoices ?? [], begun);
  if (begun.startsWith("-")) return fitting(flagsOf(command), begun);
  return fitting(commandNames(command), begun);
}

interface Place {
  readonly command: Command;
  /** The option whose value is to be written; null for none. */
  readonly option: Option | null;
}

/** Where the words lead to. */
function follow(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, option: null };
  for (const word of words) place = next(place, word);
  return place;
}

function next({ command, option }: Place, word: string): Place {
  const known = command.options.find(({ long, short }) => word === long || word === short);
  if (known !== undefined) return { command, option: known.isBoolean() ? null : known };
  if (option?.variadic === true && !word.startsWith("-")) return { command, option };
  if (option !== null) return { command, option: null };
  return { command: command.commands.find((below) => below.name() === word) ?? command, option: null };
}

function commandNames(command: Command): readonly string[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((below) => below.name());
}

function flagsOf(command: Command): readonly string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long === undefined ? [] : [long]));
}

function fitting(candidates: readonly string[], begun: string): readonly string[] {
  return candidates.filter((candidate) => candidate.startsWith(begun));
}
