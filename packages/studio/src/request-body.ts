import { maximumBodySize, tooLarge } from "./gate.ts";
import { quoted, Refusal } from "./refusal.ts";

/**
 * The JSON object in a body, without fields that nobody asked for. An empty body is an object without fields.
 *
 * @param fields those that it may have
 * @throws Refusal for what is no such object, and as soon as the body is larger than it may be
 */
export async function readBody<Field extends string>(
  request: Request,
  fields: readonly Field[],
): Promise<Readonly<Partial<Record<Field, unknown>>>> {
  const text = await readText(request);
  const given = text === "" ? {} : parsed(text);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new Refusal(400, `The body is no JSON object. ${shown(fields)}`);
  }
  const unknown = Object.keys(given).find((key) => !(fields as readonly string[]).includes(key)); // any key is looked for
  if (unknown !== undefined)
    throw new Refusal(400, `The body has the unknown field ${quoted(unknown)}. ${shown(fields)}`);
  return given as Partial<Record<Field, unknown>>; // it has no other keys
}

function shown(fields: readonly string[]): string {
  if (fields.length === 0) return "Send an empty object: {}.";
  return `Send an object with the fields ${fields.map((field) => `"${field}"`).join(", ")}.`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Refusal(400, `The body is not JSON: ${quoted(String(thrown))}. Send a JSON object.`);
  }
}

async function readText(request: Request): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Left early, the iterator cancels the body: what was not read is not kept.
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > maximumBodySize) throw tooLarge();
    pieces.push(piece);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new Refusal(400, "The body is not UTF-8. Send JSON in UTF-8.");
  }
}
