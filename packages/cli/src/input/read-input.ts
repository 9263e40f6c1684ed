import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { visibleText } from "@stepspan/engine/reading";
import { CommandError } from "../outcome/command-error.ts";
import { findJsonMistake } from "./json-mistake.ts";

/** Standard input, or what a test puts in its place. */
export type InputStream = AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };

/**
 * The value that an option gives: JSON as it is, `@file.json` for a file, `-` for standard input.
 *
 * @param option how the user knows it, for example `--input`
 * @throws CommandError that says where it is no JSON
 */
export async function readJson(option: string, given: string, stdin: InputStream): Promise<unknown> {
  if (given === "-") return parsed(`Standard input (${option} -)`, await text(stdin));
  if (!given.startsWith("@")) return parsed(`What ${option} got`, given);
  const path = given.slice(1);
  const content = await readFile(path, "utf8").catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new CommandError(`The file ${JSON.stringify(path)} of ${option} cannot be read: ${visibleText(reason)}.`);
  });
  return parsed(`The file ${JSON.stringify(path)}`, content.replace(/^\uFEFF/, ""));
}

function parsed(what: string, json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (thrown) {
    const mistake = findJsonMistake(json);
    if (mistake === null) throw thrown;
    const { line, column, problem, excerpt } = mistake;
    throw new CommandError(`${what} is no JSON at line ${line}, column ${column}: ${visibleText(problem)}.`, {
      details: excerpt.map((shown) => `  ${shown}`),
    });
  }
}
