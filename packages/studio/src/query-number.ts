import { quoted, Refusal } from "./refusal.ts";

/** A whole number in a query. @throws Refusal for anything else */
export function wholeNumber(
  name: string,
  given: string | undefined,
  { least, usual }: { readonly least: number; readonly usual: number },
): number {
  if (given === undefined) return usual;
  const number = /^[0-9]{1,15}$/.test(given) ? Number(given) : -1;
  if (number >= least) return number;
  throw new Refusal(400, `The query has ${quoted(given)} as ${name}. Give a whole number of at least ${least}.`);
}
