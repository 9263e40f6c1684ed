import { type Form, fullForm, shortForm } from "./forms.ts";

/** What the command line says about how much is measured. */
export interface Choice {
  readonly full: boolean;
  readonly shape?: string | undefined;
  readonly rounds?: string | undefined;
}

/** The form that is asked for. @throws Error for a shape that does not exist, or a number of rounds that is none */
export function chosenForm({ full, shape, rounds }: Choice): Form {
  const form = full ? fullForm : shortForm;
  const names = [...new Set(form.cells.map((cell) => cell.shape))];
  const shapes = chosen("--shape", shape, names);
  const count = rounds === undefined ? form.rounds : Number(rounds);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--rounds got "${rounds}". Give a whole number of at least 1.`);
  }
  return { ...form, rounds: count, cells: form.cells.filter((cell) => shapes.includes(cell.shape)) };
}

/** The engines that are asked for, in the order of the table. @throws Error for one that does not exist */
export function chosenIds(asked: string | undefined, ids: readonly string[]): readonly string[] {
  return chosen("--engine", asked, ids);
}

function chosen<Name extends string>(
  option: string,
  asked: string | undefined,
  names: readonly Name[],
): readonly Name[] {
  if (asked === undefined) return names;
  const wanted = asked.split(",");
  const unknown = wanted.find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) {
    throw new Error(`${option} got "${unknown}", which is not there. Choose from: ${names.join(", ")}.`);
  }
  return names.filter((name) => wanted.includes(name));
}
