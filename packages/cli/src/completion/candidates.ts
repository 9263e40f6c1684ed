import type { Command, Option } from "commander";

/**
 * What can stand in the place of the last word, which may be empty or begun. Only what the command line itself knows;
 * empty where a file or a free text is to be written, so that the shell offers files.
 *
 * @param words all that was typed behind `stepspan`, the last one being the one to complete
 */
export function candidatesFor(program: Command, words: readonly string[]): readonly string[] {
  const begun = words.at(-1) ?? "";
  const { command, option, operands } = follow(program, words.slice(0, -1));
  if (option !== null) return fitting(option.argChoices ?? [], begun);
  if (begun.startsWith("-")) return fitting(flagsOf(command), begun);
  const choices = command.registeredArguments[operands]?.argChoices ?? [];
  return fitting([...commandNames(command), ...choices], begun);
}

interface Place {
  readonly command: Command;
  /** The option whose value is to be written; null for none. */
  readonly option: Option | null;
  /** How many arguments of the command stand before. */
  readonly operands: number;
}

/** Where the words lead to. */
function follow(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, option: null, operands: 0 };
  for (const word of words) place = next(place, word);
  return place;
}

function next(place: Place, word: string): Place {
  const { command, option, operands } = place;
  const known = command.options.find(({ long, short }) => word === long || word === short);
  if (known !== undefined) return { ...place, option: known.isBoolean() ? null : known };
  if (option?.variadic === true && !word.startsWith("-")) return place;
  if (option !== null) return { ...place, option: null };
  const below = command.commands.find((candidate) => candidate.name() === word);
  return below === undefined ? { ...place, operands: operands + 1 } : { command: below, option: null, operands: 0 };
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
