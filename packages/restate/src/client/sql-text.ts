import { DefinitionError } from "@stepspan/engine";

/**
 * Any text as a literal of Restate's SQL, which knows no other sign of escape than a doubled quotation mark.
 *
 * @throws DefinitionError for half a surrogate pair, which no message can hold
 */
export function sqlText(text: string): string {
  if (!text.isWellFormed()) {
    throw new DefinitionError(
      `Restate cannot be asked for ${JSON.stringify(text)}: it holds half of a character. Give a text of whole ones.`,
    );
  }
  return `'${text.replaceAll("'", "''")}'`;
}

/** `in` of several. Never empty. */
export function sqlTexts(texts: readonly string[]): string {
  return `(${texts.map(sqlText).join(", ")})`;
}
